package org.quern.tokenizer.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quern.tokenizer.split.SplitPattern.GPT2;
import static org.quern.tokenizer.split.SplitPattern.GPT2_DIGITS;
import static org.quern.tokenizer.split.SplitPattern.LLAMA3;
import static org.quern.tokenizer.split.SplitPattern.QWEN2;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.quern.tokenizer.RandomText;

final class SplitPatternTest {

    private static List<String> scan(SplitPattern pattern, String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        List<String> pieces = new ArrayList<>();
        for (int start = 0; start < utf8.length; ) {
            int end = pattern.pieceEnd(utf8, start, utf8.length);
            pieces.add(new String(utf8, start, end - start, StandardCharsets.UTF_8));
            start = end;
        }
        return pieces;
    }

    @Test
    void piecesOfEachAlternativeOfQwen2() {
        assertThat(scan(QWEN2, "don't I'LL")).containsExactly("don", "'t", " I", "'LL");
        assertThat(scan(QWEN2, "'tis x's")).containsExactly("'t", "is", " x", "'s");
        assertThat(scan(QWEN2, "(word\ttab\u00a0nbsp")).containsExactly("(word", "\ttab", "\u00a0nbsp");
        assertThat(scan(QWEN2, "a1234")).containsExactly("a", "1", "2", "3", "4");
        assertThat(scan(QWEN2, "x +=\n\n y")).containsExactly("x", " +=\n\n", " y");
        assertThat(scan(QWEN2, "a  \n \n  b")).containsExactly("a", "  \n \n", " ", " b");
        assertThat(scan(QWEN2, "a    b  ")).containsExactly("a", "   ", " b", "  ");
        assertThat(scan(QWEN2, "1  2")).containsExactly("1", " ", " ", "2");
    }

    @Test
    void piecesOfTheOthers() {
        assertThat(scan(LLAMA3, "a12345 '3")).containsExactly("a", "123", "45", " '", "3");
        assertThat(scan(GPT2, "don't I'LL (x)\n\n\ty 12345"))
                .containsExactly("don", "'t", " I", "'", "LL", " (", "x", ")", "\n\n", "\t", "y", " 12345");
        assertThat(scan(GPT2_DIGITS, "a  12 b")).containsExactly("a", "  ", "1", "2", " b");
    }

    /** Java's regex with Java's Unicode, on what both know alike. */
    @ParameterizedTest
    @EnumSource
    void sameAsTheRegex(SplitPattern pattern) {
        Pattern regex = Pattern.compile(pattern.regex(), Pattern.UNICODE_CHARACTER_CLASS);
        Pattern texts = Pattern.compile(pattern == GPT2_DIGITS ? "\\p{N}|\\P{N}+" : "(?s).+");
        RandomText random = new RandomText(2);
        for (int i = 0; i < 5_000; i++) {
            String text = random.next(20);
            if (text.codePoints().anyMatch(c -> c == 0x17F || unlike(c))) {
                continue;
            }
            List<String> expected = texts.matcher(text)
                    .results()
                    .flatMap(part -> regex.matcher(part.group()).results())
                    .map(MatchResult::group)
                    .toList();
            assertThat(scan(pattern, text)).as(text).isEqualTo(expected);
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
