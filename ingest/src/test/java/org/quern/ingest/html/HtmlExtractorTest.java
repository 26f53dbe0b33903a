package org.quern.ingest.html;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HtmlExtractorTest {
    private static final String PROSE =
            "A quern is a hand mill of two stones, the upper of which is turned by a handle, "
                    + "and people have ground their grain with it since the Neolithic.";

    private static String text(String body) {
        return new HtmlExtractor()
                .extract("<html><body>" + body + "</body></html>")
                .orElseThrow()
                .text();
    }

    @Test
    void dropsWhatIsBesideTheContent() {
        String page = """
                <header><a href=/>Home</a></header><nav><a href=/a>News</a> <a href=/b>Sport</a></nav>
                <div class="cookie-banner">We use cookies to improve your experience of our pages, as you expect.</div>
                <div id="content"><h1>Querns</h1><p>%s</p><div class="share-buttons">Share this page</div><p>%s</p></div>
                <div class="sidebar"><ul><li><a href=/1>First story</a><li><a href=/2>Second story</a></ul></div>
                <footer>All rights reserved by the mill.</footer>""".formatted(PROSE, PROSE);

        assertThat(text(page)).isEqualTo("# Querns\n\n" + PROSE + "\n\n" + PROSE);
    }

    @Test
    void keepsThePageThatHasNoMainContent() {
        assertThat(text("Hello, <b>world</b>!")).isEqualTo("Hello, world!");
        assertThat(text("<ul class=menu><li><a href=/x>One</a><li><a href=/y>Two</a><li><a href=/z>Three</a></ul>"))
                .isEqualTo("- One\n- Two\n- Three");
    }

    @Test
    void keepsCodeWithItsIndentationAndLanguage() {
        String page = "<p>" + PROSE
                + "</p><pre><code class=\"language-java\">\nif (x &lt; 0) {\n    <b>return</b> -x;\n}\n</code></pre>"
                + "<p>Call <code>Math.abs(x)</code> instead.</p>";

        assertThat(text(page))
                .isEqualTo(PROSE + "\n\n```java\nif (x < 0) {\n    return -x;\n}\n```\n\nCall `Math.abs(x)` instead.");
    }

    @Test
    void dropsCaptionsAndBylinesButNoSectionOfTheContent() {
        String page = "<div><div class=description><p>" + PROSE
                + "</p></div><p class=byline>By a miller</p><figure><img src=q.png>"
                + "<figcaption>A quern in a museum, seen from above with its handle.</figcaption></figure>"
                + "<div class=details><h2>Details</h2>" + ("<p>" + PROSE + "</p>").repeat(5) + "</div></div>";

        assertThat(text(page)).startsWith(PROSE + "\n\n## Details").doesNotContain("miller", "museum");
    }

    @Test
    void aListItemThatIsCodeIsCode() {
        assertThat(text("<ul><li><pre>a\n  b</pre></ul>")).isEqualTo("```\na\n  b\n```");
    }

    @Test
    void dropsLineNumbersOfCode() {
        String page = "<pre><span class=lineno>1</span>a = 1\n<span class=lineno>2</span>b = 2\n</pre>";

        assertThat(text(page)).isEqualTo("```\na = 1\nb = 2\n```");
    }

    @Test
    void keepsListsAndTables() {
        String page = "<ul><li>One<ul><li>Inner</ul><li>Two</ul><ol><li>First<li>Second</ol>"
                + "<table><tr><th>Stone</th><th>Mass</th></tr><tr><td>upper</td><td>12 <i>kg</i></td></tr></table>";

        assertThat(text(page))
                .isEqualTo("- One\n  - Inner\n- Two\n\n1. First\n2. Second\n\n| Stone | Mass |\n| upper | 12 kg |");
    }

    @Test
    void keepsFormulas() {
        assertThat(text("<p>So <math><semantics><mrow><mi>x</mi></mrow>"
                        + "<annotation encoding=application/x-tex>x^2</annotation></semantics></math> holds."))
                .isEqualTo("So $x^2$ holds.");
        assertThat(text("<p>So <math display=block alttext='{\\displaystyle E=mc^2}'><mi>E</mi></math>"))
                .isEqualTo("So\n\n$$E=mc^2$$");
        assertThat(text("<p>Let <script type='math/tex'>a_i</script> be")).isEqualTo("Let $a_i$ be");
        assertThat(text("<p>Let <span class=katex><span class=katex-mathml><math><semantics><mi>y</mi><annotation"
                        + " encoding='application/x-tex'>y</annotation></semantics></math></span><span class=katex-html"
                        + " aria-hidden=true>y</span></span> be"))
                .isEqualTo("Let $y$ be");
        assertThat(text("<p>For \\( x > 0 \\): \\[ y = \\sqrt{x} \\] and \\( alone"))
                .isEqualTo("For $x > 0$: $$y = \\sqrt{x}$$ and \\( alone");
        assertThat(text("<p>An image: <img class=latex alt='\\frac12'>")).isEqualTo("An image: $\\frac12$");
    }

    @Test
    void writesMathMlWithoutAnnotationAsTex() {
        assertThat(text("<math><mfrac><mn>1</mn><mrow><mi>n</mi><mo>+</mo><mn>1</mn></mrow></mfrac></math>"))
                .isEqualTo("$\\frac{1}{n+1}$");
        assertThat(text("<math><munderover><mo>∑</mo><mi>i</mi><mi>n</mi></munderover><msqrt><msup><mi>x</mi><mn>2</mn>"
                        + "</msup></msqrt></math>"))
                .isEqualTo("$\\sum_{i}^{n}\\sqrt{x^{2}}$");
    }

    @Test
    void keepsScripts() {
        assertThat(text("<p>x<sup>2</sup> + a<sub>i+1</sub>, the 5<sup>th</sup> of May<sup><a href=#n>[1]</a></sup>"))
                .isEqualTo("x^2 + a_{i+1}, the 5th of May");
    }

    @Test
    void takesTheTitle() {
        assertThat(new HtmlExtractor()
                        .extract("<title> A  mill </title><p>x")
                        .orElseThrow()
                        .title())
                .isEqualTo("A mill");
    }

    @Test
    void takesAnyCharactersForAPage() {
        assertThat(text("")).isEmpty();
        assertThat(text("\0<\uD800>&#xFFFFFFFF;<!-- <![CDATA[")).isNotNull();
    }
}
