package org.quern.dedup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CutTextTest {
    @Test
    void ofTheWhiteSpaceAroundACutTheOneWithMoreLinesStays() {
        assertThat(cut("a b\n\nc d e", run(2, 1))).isEqualTo("a b\n\nd e");
        assertThat(cut("a b c\n\nd e", run(2, 1))).isEqualTo("a b\n\nd e");
        assertThat(cut("a b\tc d e", run(2, 1))).isEqualTo("a b\td e");
        assertThat(cut("a\nb\n\nc\nd", run(1, 2))).isEqualTo("a\n\nd");
        assertThat(cut("a (b) c", run(1, 2))).isEqualTo("a ) c");
    }

    @Test
    void theLineAfterACutKeepsItsIndentation() {
        assertThat(cut("a\n\n  b\n    c\nd", run(1, 1))).isEqualTo("a\n\n    c\nd");
        assertThat(cut("a\n  b\n\n    c\nd", run(1, 1))).isEqualTo("a\n\n    c\nd");
        assertThat(cut("  a\n    b\nc", run(0, 1))).isEqualTo("    b\nc");
        assertThat(cut("a\n  b c\nd", run(1, 1))).isEqualTo("a\n  c\nd");
    }

    @Test
    void theEndsOfTheTextStay() {
        assertThat(cut("a b\n\nc d\n", run(0, 2))).isEqualTo("c d\n");
        assertThat(cut("a b\n\nc d\n", run(2, 2))).isEqualTo("a b\n");
        assertThat(cut("a b\n\nc d\n", run(0, 4))).isEqualTo("");
    }

    @Test
    void runsOverlapAndAreCutOnceAndReportedTwice() {
        String text = "\uD83D\uDE00 a b c d e f g";
        CutText cut = CutText.of(text, List.of(new CutText.Run(1, 3, 4, 17), new CutText.Run(2, 4, 5, 18), run(7, 1)));
        assertThat(cut.text()).isEqualTo("\uD83D\uDE00 f");
        assertThat(cut.tokensCut()).isEqualTo(6);
        assertThat(cut.tokensLeft()).isEqualTo(2);
        assertThat(cut.mainKeeper()).isEqualTo(5);
        assertThat(cut.spans())
                .containsExactly(
                        new CutText.Span(2, 7, 3, 4, 17),
                        new CutText.Span(4, 11, 4, 5, 18),
                        new CutText.Span(14, 15, 1, 0, 0));
    }

    private static String cut(String text, CutText.Run... runs) {
        return CutText.of(text, List.of(runs)).text();
    }

    private static CutText.Run run(int token, int tokens) {
        return new CutText.Run(token, tokens, 0, 0);
    }
}
