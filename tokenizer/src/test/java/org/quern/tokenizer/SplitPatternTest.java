package org.quern.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class SplitPatternTest {

    private static List<String> scan(String text) {
        byte[] utf8 = Utf8.of(text);
        List<String> pieces = new ArrayList<>();
        for (int start = 0; start < utf8.length; ) {
            int end = SplitPattern.QWEN2.pieceEnd(utf8, start, utf8.length);
            pieces.add(new String(utf8, start, end - start, StandardCharsets.UTF_8));
            start = end;
        }
        return pieces;
    }

    @Test
    void piecesOfEachAlternative() {
        assertThat(scan("don't I'LL")).containsExactly("don", "'t", " I", "'LL");
        assertThat(scan("'tis x's")).containsExactly("'t", "is", " x", "'s");
        assertThat(scan("(word\ttab\u00a0nbsp")).containsExactly("(word", "\ttab", "\u00a0nbsp");
        assertThat(scan("a1234")).containsExactly("a", "1", "2", "3", "4");
        assertThat(scan("x +=\n\n y")).containsExactly("x", " +=\n\n", " y");
        assertThat(scan("a  \n \n  b")).containsExactly("a", "  \n \n", " ", " b");
        assertThat(scan("a    b  ")).containsExactly("a", "   ", " b", "  ");
        assertThat(scan("1  2")).containsExactly("1", " ", " ", "2");
    }

    /** Java's regex with Java's Unicode, on what both know alike. */
    @Test
    void sameAsTheRegex() {
        Pattern regex = Pattern.compile(SplitPattern.QWEN2.regex(), Pattern.UNICODE_CHARACTER_CLASS);
        RandomText texts = new RandomText(2);
        for (int i = 0; i < 5_000; i++) {
            String text = texts.next(20);
            if (text.codePoints().anyMatch(c -> c == 0x17F || unlike(c))) {
                continue;
            }
            List<String> expected = new ArrayList<>();
            Matcher matcher = regex.matcher(text);
            while (matcher.find()) {
                expected.add(matcher.group());
            }
            assertThat(scan(text)).as(text).isEqualTo(expected);
        }
    }

    private static boolean unlike(int codePoint) {
        int javaClass = Character.isLetter(codePoint)
                ? UnicodeClass.LETTER
                : switch (Character.getType(codePoint)) {
                    case Character.DECIMAL_DIGIT_NUMBER, Character.LETTER_NUMBER, Character.OTHER_NUMBER ->
                        UnicodeClass.NUMBER;
                    default -> UnicodeClass.OTHER;
                };
        int ours = UnicodeClass.of(codePoint);
        return ours != javaClass && ours != UnicodeClass.SPACE && ours != UnicodeClass.NEWLINE;
    }
}
