package org.quern.tokenizer.split;

/** Runs of characters of one {@link UnicodeClass} in well-formed UTF-8. */
final class CharRuns {

    private static final byte[] ASCII = new byte[128];

    static {
        for (int c = 0; c < ASCII.length; c++) {
            ASCII[c] = UnicodeClass.of(c);
        }
    }

    private CharRuns() {}

    /** The class of the character that starts here. */
    static byte classAt(byte[] text, int i) {
        int first = text[i];
        return first >= 0 ? ASCII[first] : UnicodeClass.of(codePointAt(text, i, first));
    }

    /** The end of a run of a class, at {@code from} if there is none. */
    static int end(byte[] text, int from, int to, byte unicodeClass) {
        int i = from;
        while (i < to && classAt(text, i) == unicodeClass) {
            i += width(text[i]);
        }
        return i;
    }

    static boolean isWhiteSpace(byte unicodeClass) {
        return unicodeClass == UnicodeClass.SPACE || unicodeClass == UnicodeClass.NEWLINE;
    }

    /** Bytes of the character that starts with this byte. */
    static int width(int first) {
        if (first >= 0) {
            return 1;
        }
        return first < (byte) 0xE0 ? 2 : first < (byte) 0xF0 ? 3 : 4;
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
}
