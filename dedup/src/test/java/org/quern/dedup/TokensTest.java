package org.quern.dedup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TokensTest {
    @Test
    void wordsAreTokensAndSoIsEveryOtherVisibleCharacter() {
        assertThat(tokens("x_1 += 3.14;\u00A0don't\r\n"))
                .containsExactly("x", "_", "1", "+", "=", "3", ".", "14", ";", "don", "'", "t");
        assertThat(tokens(" \t\n")).isEmpty();
    }

    @Test
    void marksStayWithTheirLettersAndUnspacedScriptsAreCutByLetter() {
        assertThat(tokens("cafe\u0301s 東京へ abc\uD83D\uDE00"))
                .containsExactly("cafe\u0301s", "東", "京", "へ", "abc", "\uD83D\uDE00");
        assertThat(tokens("กั้น")).containsExactly("กั้", "น");
        assertThat(tokens("\u0301a")).containsExactly("\u0301", "a");
    }

    @Test
    void caseDoesNotCountAndDigitsDo() {
        assertThat(hashes("ÄPFEL Are 10")).isEqualTo(hashes("äpfel\nare  10")).isNotEqualTo(hashes("äpfel are 11"));
    }

    @Test
    void offsetsAreAlsoInCodePoints() {
        Tokens tokens = new Tokens("\uD83D\uDE00 \uD835\uDC9C\uD835\uDC9Cb c");
        tokens.next();
        tokens.next();
        assertThat(List.of(tokens.begin(), tokens.end(), tokens.beginPoint(), tokens.endPoint()))
                .containsExactly(3, 8, 2, 5);
    }

    private static List<String> tokens(String text) {
        List<String> found = new ArrayList<>();
        for (Tokens tokens = new Tokens(text); tokens.next(); ) {
            found.add(text.substring(tokens.begin(), tokens.end()));
        }
        return found;
    }

    private static List<Long> hashes(String text) {
        List<Long> found = new ArrayList<>();
        for (Tokens tokens = new Tokens(text); tokens.next(); ) {
            found.add(tokens.hash());
        }
        return found;
    }
}
