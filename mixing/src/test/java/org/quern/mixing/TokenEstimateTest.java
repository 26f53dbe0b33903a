package org.quern.mixing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TokenEstimateTest {
    @Test
    void countsRunsAsATokenizerWouldSplitThem() {
        assertThat(TokenEstimate.of("")).isZero();
        assertThat(TokenEstimate.of("the cat sat")).isEqualTo(3);
        assertThat(TokenEstimate.of("internationalisation")).isEqualTo(4);
        assertThat(TokenEstimate.of("1234")).isEqualTo(4);
        assertThat(TokenEstimate.of("a == b;\n")).isEqualTo(5);
        assertThat(TokenEstimate.of("a    b")).isEqualTo(3);
        assertThat(TokenEstimate.of("ééééé")).isEqualTo(2);
    }

    @Test
    void aPrefixHasTheTokensAskedForOrTheFewThatAPieceLacks() {
        String text = "The quick brown fox, aged 12, jumps over the lazy dog.\n\nIt was internationalised.".repeat(20);
        int all = TokenEstimate.of(text);
        for (int tokens = 0; tokens < all; tokens++) {
            String prefix = TokenEstimate.prefix(text, tokens);
            assertThat(text).startsWith(prefix);
            assertThat(TokenEstimate.of(prefix)).isBetween(tokens - 3, tokens);
        }
        assertThat(TokenEstimate.prefix(text, all)).isEqualTo(text);
        assertThat(TokenEstimate.prefix(text, Integer.MAX_VALUE)).isEqualTo(text);
    }
}
