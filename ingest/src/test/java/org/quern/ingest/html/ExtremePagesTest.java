package org.quern.ingest.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages far wider and deeper than any author's: what is not linear in their length, or recursive, does not finish. */
class ExtremePagesTest {
    private static final int SIBLINGS = 200_000;
    private static final int LEVELS = 100_000;
    private static final Pattern TAG = Pattern.compile("<[a-z]");
    private static final Pattern WORD = Pattern.compile("stone");

    private static String text(String body) {
        return new HtmlExtractor()
                .extract("<title>A stuck mill</title><body>" + body)
                .text();
    }

    private static int count(Pattern pattern, String text) {
        return (int) pattern.matcher(text).results().count();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<p>stone",
                "stone<br>",
                "<li>stone",
                "<tr><td>stone<td>2",
                "x<sup>stone</sup>",
                "<math><mi>stone</mi></math>",
                "<div class=post><b class=author>ann</b>stone</div>",
                "<li class=comment><b class=author>ann</b>stone – <a href=#>x</a>"
            })
    void writesEverySibling(String element) {
        String frame = element.startsWith("<tr>") ? "<table>" : element.startsWith("<li") ? "<ul>" : "<div>";

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

        String text = text(post + "</div>" + post + tags.repeat(LEVELS / 2) + "x");

        assertThat(text).startsWith("# A stuck mill\n\n**bob**\n\nLift the stone, and hold it.\n\n**bob**");
    }
}
