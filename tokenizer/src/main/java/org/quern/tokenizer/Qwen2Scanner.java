package org.quern.tokenizer;

import static org.quern.tokenizer.UnicodeClass.LETTER;
import static org.quern.tokenizer.UnicodeClass.NEWLINE;
import static org.quern.tokenizer.UnicodeClass.NUMBER;
import static org.quern.tokenizer.UnicodeClass.OTHER;
import static org.quern.tokenizer.UnicodeClass.SPACE;

/**
 * {@link SplitPattern#QWEN2} by hand. The alternatives are tried in the expression's order, so the comments number them
 * 1 to 7.
 */
final class Qwen2Scanner {

    private static final byte[] ASCII = new byte[128];

    static {
        for (int c = 0; c < ASCII.length; c++) {
            ASCII[c] = UnicodeClass.of(c);
        }
    }

    private Qwen2Scanner() {}

    static int pieceEnd(byte[] text, int from, int to) {
        int first = text[from];
        int next = from + width(first);
        return switch (classAt(text, from)) {
            case LETTER -> endOfLetters(text, next, to); // 2
            case NUMBER -> next; // 3
            case NEWLINE -> endOfWhiteSpace(text, from, to); // 5
            case SPACE -> afterSpace(text, from, next, to);
            default -> afterOther(text, from, next, to);
        };
    }

    private static int afterSpace(byte[] text, int from, int next, int to) {
        byte following = next < to ? classAt(text, next) : NEWLINE;
        if (following == LETTER) {
            return endOfLetters(text, next, to); // 2
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
                ? endOfLetters(text, next, to) // 2
                : endOfOthers(text, next, to); // 4
    }

    private static int endOfLetters(byte[] text, int from, int to) {
        int i = from;
        while (i < to && classAt(text, i) == LETTER) {
            i += width(text[i]);
        }
        return i;
    }

    private static int endOfOthers(byte[] text, int from, int to) {
        int i = from;
        while (i < to && classAt(text, i) == OTHER) {
            i += width(text[i]);
        }
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
            if (unicodeClass != SPACE && unicodeClass != NEWLINE) {
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

    private static byte classAt(byte[] text, int i) {
        int first = text[i];
        return first >= 0 ? ASCII[first] : UnicodeClass.of(codePointAt(text, i, first));
    }

    private static int codePointAt(byte[] text, int i, int first) {
        if (first < (byte) 0xE0) {
            return (first & 0x1F) << 6 | low6(text[i + 1]);
        }
        if (first < (byte) 0xF0) {
            return (first & 0x0F) << 12 | low6(text[i + 1]) << 6 | low6(text[i + 2]);
        }
        return (first & 0x07) << 18 | low6(text[i + 1]) << 12 | low6(text[i + 2]) << 6 | low6(text[i + 3]);
    }

    private static int low6(byte continuation) {
        return continuation & 0x3F;
    }

    /** Bytes of the character that starts with this byte. */
    private static int width(int first) {
        if (first >= 0) {
            return 1;
        }
        return first < (byte) 0xE0 ? 2 : first < (byte) 0xF0 ? 3 : 4;
    }
}
