package org.quern.dedup;

/** What characters are, and their lower case, quick for ASCII. */
final class Characters {
    /** Thai is the first of the scripts that write no spaces. */
    private static final int UNSPACED_FROM = 0x0E00;

    /** In which the two cases of a letter of ASCII differ. */
    private static final int CASE_BIT = 0x20;

    private Characters() {}

    static boolean isDigit(char c) {
        return c < 128 ? c >= '0' && c <= '9' : Character.isDigit(c);
    }

    static boolean isAsciiLetter(char c) {
        char lower = lowerAscii(c);
        return lower >= 'a' && lower <= 'z';
    }

    /** That of a letter of ASCII; of anything else it is another character. */
    static char lowerAscii(char letter) {
        return (char) (letter | CASE_BIT);
    }

    static int lower(int codePoint) {
        if (codePoint >= 128) {
            return Character.toLowerCase(codePoint);
        }
        return codePoint >= 'A' && codePoint <= 'Z' ? codePoint + CASE_BIT : codePoint;
    }

    /** Whether it is a letter of a script that writes no spaces. */
    static boolean isUnspaced(int codePoint) {
        if (codePoint < UNSPACED_FROM) {
            return false;
        }
        boolean unspaced = isWithin(codePoint, 0x0E00, 0x0EFF) // Thai, Lao
                || isWithin(codePoint, 0x1000, 0x109F) // Myanmar
                || isWithin(codePoint, 0x1780, 0x17FF) // Khmer
                || isWithin(codePoint, 0x3040, 0x30FF) // Hiragana, Katakana
                || Character.isIdeographic(codePoint);
        return unspaced && Character.isLetter(codePoint);
    }

    private static boolean isWithin(int codePoint, int first, int last) {
        return codePoint >= first && codePoint <= last;
    }
}
