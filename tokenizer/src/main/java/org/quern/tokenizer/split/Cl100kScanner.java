package org.quern.tokenizer.split;

import static org.quern.tokenizer.split.CharRuns.classAt;
import static org.quern.tokenizer.split.CharRuns.width;
import static org.quern.tokenizer.split.UnicodeClass.LETTER;
import static org.quern.tokenizer.split.UnicodeClass.NEWLINE;
import static org.quern.tokenizer.split.UnicodeClass.NUMBER;
import static org.quern.tokenizer.split.UnicodeClass.OTHER;
import static org.quern.tokenizer.split.UnicodeClass.SPACE;

/**
 * {@link SplitPattern#QWEN2} and {@link SplitPattern#LLAMA3} by hand, which descend from OpenAI's cl100k_base. The
 * alternatives are tried in the expression's order, so the comments number them 1 to 7.
 */
final class Cl100kScanner {

    /** With a place for how many digits a piece may have. */
    static final String REGEX = "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}%s"
            + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

    private Cl100kScanner() {}

    static int pieceEnd(byte[] text, int from, int to, int maxDigits) {
        int next = from + width(text[from]);
        return switch (classAt(text, from)) {
            case LETTER -> CharRuns.end(text, next, to, LETTER); // 2
            case NUMBER -> endOfNumber(text, next, to, maxDigits); // 3
            case NEWLINE -> endOfWhiteSpace(text, from, to); // 5
            case SPACE -> afterSpace(text, from, next, to);
            default -> afterOther(text, from, next, to);
        };
    }

    private static int endOfNumber(byte[] text, int from, int to, int maxDigits) {
        int i = from;
        for (int digits = 1; digits < maxDigits && i < to && classAt(text, i) == NUMBER; digits++) {
            i += width(text[i]);
        }
        return i;
    }

    private static int afterSpace(byte[] text, int from, int next, int to) {
        byte following = next < to ? classAt(text, next) : NEWLINE;
        if (following == LETTER) {
            return CharRuns.end(text, next, to, LETTER); // 2
        }
        return text[from] == ' ' && following == OTHER
                ? endOfOthers(text, next, to) // 4
                : endOfWhiteSpace(text, from, to); // 5 to 7
    }

    private static int afterOther(byte[] text, int from, int next, int to) {
        int contraction = text[from] == '\'' ? endOfContraction(text, next, to) : -1;
        if (contraction > 0) {
            return contraction; // 1
        }
        return next < to && classAt(text, next) == LETTER
                ? CharRuns.end(text, next, to, LETTER) // 2
                : endOfOthers(text, next, to); // 4
    }

    private static int endOfOthers(byte[] text, int from, int to) {
        int i = CharRuns.end(text, from, to, OTHER);
        while (i < to && (text[i] == '\n' || text[i] == '\r')) {
            i++;
        }
        return i;
    }

    /** 5: up to the run's last line end; 6: all but the last character, if something follows; 7: that character. */
    private static int endOfWhiteSpace(byte[] text, int from, int to) {
        int afterNewline = -1;
        int last = from;
        int i = from;
        while (i < to) {
            byte unicodeClass = classAt(text, i);
            if (!CharRuns.isWhiteSpace(unicodeClass)) {
                break;
            }
            last = i;
            i += width(text[i]);
            if (unicodeClass == NEWLINE) {
                afterNewline = i;
            }
        }
        if (afterNewline > 0) {
            return afterNewline;
        }
        return i == to || last == from ? i : last;
    }

    /**
     * The end of a contraction after an apostrophe, or -1. U+017F, the long s, is an s to a regex that ignores case.
     */
    private static int endOfContraction(byte[] text, int from, int to) {
        if (from >= to) {
            return -1;
        }
        int second = from + 1 < to ? text[from + 1] : 0;
        return switch (text[from] | 0x20) {
            case 's', 't', 'm', 'd' -> from + 1;
            case 'r', 'v' -> (second | 0x20) == 'e' ? from + 2 : -1;
            case 'l' -> (second | 0x20) == 'l' ? from + 2 : -1;
            default -> text[from] == (byte) 0xC5 && second == (byte) 0xBF ? from + 2 : -1;
        };
    }
}
