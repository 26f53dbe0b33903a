package org.quern.dedup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PassagesTest {
    @Test
    void aParagraphComesBehindItsLines() {
        assertThat(passages("one line\n\n a\n b c \n\n\n")).containsExactly("one line", "a", "b c", "a\n b c");
        assertThat(passages("a\nb")).containsExactly("a", "b", "a\nb");
        assertThat(passages("a\r\nb\r\n \t\r\nc")).containsExactly("a", "b", "a\r\nb", "c");
    }

    @Test
    void aTextWithoutTokensHasNone() {
        assertThat(passages("")).isEmpty();
        assertThat(passages("\n\n \t\n")).isEmpty();
    }

    @Test
    void codeIsOnePassageFromFenceToFence() {
        assertThat(passages("a\n```java\nint x;\n\n| y\n```\nb"))
                .containsExactly("a", "```java\nint x;\n\n| y\n```", "b");
        assertThat(passages("````\n```\n````\nb")).containsExactly("````\n```\n````", "b");
        assertThat(passages("  ~~~ c\n``` \n~~\n  ~~~~\nb")).containsExactly("~~~ c\n``` \n~~\n  ~~~~", "b");
    }

    @Test
    void anOpenFenceReachesToTheEnd() {
        assertThat(passages("a\n\n```\nb\n``\n\nc\n")).containsExactly("a", "```\nb\n``\n\nc");
    }

    @Test
    void backticksWithinALineAreNoFence() {
        assertThat(passages("```a``` b\nc\n``\nd")).containsExactly("```a``` b", "c", "``", "d", "```a``` b\nc\n``\nd");
    }

    @Test
    void aTableIsOnePassage() {
        assertThat(passages("a\n| b | c |\n| - | - |\n| d | e |\nf\n| g |"))
                .containsExactly("a", "| b | c |\n| - | - |\n| d | e |", "f", "| g |");
    }

    @Test
    void aFormulaIsNone() {
        assertThat(passages("a\n$$x$$\nb\n\n$$y\n\n= z$$\nc\n$$ d\ne")).containsExactly("a", "b", "c", "e");
    }

    @Test
    void positionsCountTokensPointsAndWords() {
        List<Passage> found = new ArrayList<>();
        new Passages("\uD83D\uDE00 a1, 2b\n\n\uD83D\uDE00\n漢字").forEachRemaining(found::add);
        assertThat(found)
                .containsExactly(
                        new Passage(0, 9, 0, 0, 4, 1),
                        new Passage(11, 13, 10, 4, 1, 0),
                        new Passage(14, 16, 12, 5, 2, 2),
                        new Passage(11, 16, 10, 4, 3, 2));
    }

    /** Whatever the text, passages are in it, in the order of their ends, and lines are not lost outside of formulas. */
    @Test
    void anyTextIsReadToItsEnd() {
        long seed = 7;
        Random random = new Random(seed);
        List<String> parts =
                List.of("\n", "\n", "\n\n", "a", " b", "```", "~~~~", "$$", "| c", "\r\n", "`", "\uD83D\uDE00");
        for (int i = 0; i < 2000; i++) {
            StringBuilder text = new StringBuilder();
            for (int part = random.nextInt(20); part >= 0; part--) {
                text.append(parts.get(random.nextInt(parts.size())));
            }
            int end = 0;
            int[] covered = new int[text.length()];
            for (Passages passages = new Passages(text.toString()); passages.hasNext(); ) {
                Passage passage = passages.next();
                assertThat(passage.end()).as("seed %d: %s", seed, text).isGreaterThanOrEqualTo(end);
                end = passage.end();
                Arrays.fill(covered, passage.begin(), passage.end(), 1);
            }
            for (int at = 0; at < covered.length && text.indexOf("$$") < 0; at++) {
                assertThat(covered[at] == 1 || Character.isWhitespace(text.charAt(at)))
                        .as("seed %d: %s", seed, text)
                        .isTrue();
            }
        }
    }

    private static List<String> passages(String text) {
        List<String> found = new ArrayList<>();
        new Passages(text).forEachRemaining(passage -> found.add(text.substring(passage.begin(), passage.end())));
        return found;
    }
}
