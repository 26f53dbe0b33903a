package org.quern.ingest.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages far wider and deeper than any author's: what is not linear in their length, or recursive, does not finish. */
class ExtremePagesTest {
    private static final int SIBLINGS = 120_000;
    private static final int LEVELS = 100_000;
    private static final Pattern TAG = Pattern.compile("<[a-z]");
    private static final Pattern WORD = Pattern.compile("stone");

    private static String text(String body) {
        return new HtmlExtractor()
                .extract("<title>A stuck mill</title><body>" + body)
                .orElseThrow()
                .text();
    }

    private static int count(Pattern pattern, String text) {
        return (int) pattern.matcher(text).results().count();
    }

    @ParameterizedTest
    @CsvSource({
        "<div>, <p>stone",
        "<div>, stone<br>",
        "<ul>, <li>stone",
        "<table>, <tr><td>stone<td>2",
        "<table>, <div>stone</div>",
        "<table><tr>, <i>stone</i>",
        "<table>, <a>stone",
        "<select>, <option>x<option>y</select>stone<select>",
        "<div>, <b><div>stone</b>",
        "<div>, x<sup>stone</sup>",
        "<div>, <math><mi>stone</mi></math>",
        "<div>, <div class=post><b class=author>ann</b>stone</div>",
        "<ul>, <li class=comment><b class=author>ann</b>stone – <a href=#>x</a>"
    })
    void writesEverySibling(String frame, String element) {
        int siblings = SIBLINGS / count(TAG, element);

        String text = text(frame + element.repeat(siblings));

        assertThat(count(WORD, text)).isEqualTo(siblings);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<div>",
                "<table><tr><td>",
                "<ul><li>",
                "<sup>",
                "<math><mrow>",
                "<a href=/x>",
                "<a href=/x><table><td>",
                "<h1><div>",
                "<span class=math>",
                "<div class=comment><div class=author>",
                "<div class=post><i class=author>ann</i>",
                "<div class=post><table><td><i class=author>ann</i></td><td>"
            })
    void reachesTheDeepestLevel(String tags) {
        String text = text(tags.repeat(LEVELS / count(TAG, tags)) + "stone");

        assertThat(text).contains("stone");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<b class=author>", "<i class=role>7", "<cite>ann:", "<a href=/x><table><td>", "<sup>th"})
    void readsPostsWithDeepParts(String tags) {
        String post = "<div class=post><b class=author>bob</b><p>Lift the stone, and hold it.</p>";

        String text = text(post + "</div>" + post + tags.repeat(LEVELS / 4) + "x");

        assertThat(text).startsWith("# A stuck mill\n\n**bob**\n\nLift the stone, and hold it.\n\n**bob**");
    }

    @ParameterizedTest
    @CsvSource({"<p>x, 200000", "<p><b>x, 60000", "<!>, 400001", "<table><td>x</table></div>, 100001"})
    void takesNoPageOverTheLimit(String element, int times) {
        assertThat(new HtmlExtractor().extract(element.repeat(times))).isEmpty();
    }
}
