package org.quern.dedup;

/**
 * The tokens of a text, one after another, for runs of equal text: a word (letters, digits and their marks), an ideograph or
 * a character of another script that writes no spaces, or any other visible character. Case and white space do not count, as in
 * {@link ExactHash}; everything else does, digits and punctuation included. For English these are about as many as a model's tokens.
 *
 * <p>Memory is constant: nothing is kept of the tokens before.
 */
final class Tokens {
    private static final byte SPACE = 0;
    private static final byte WORD = 1;
    private static final byte MARK = 2;
    private static final byte LONE = 3;

    private static final byte[] ASCII_KIND = asciiKinds();

    private final String text;
    private int at;
    private int pairs;
    private int begin;
    private int beginPoint;
    private long hash;

    Tokens(String text) {
        this.text = text;
    }

    /** Goes on to the next token; false where there is none. */
    boolean next() {
        while (at < text.length() && isSpace(text.charAt(at))) {
            at++;
        }
        if (at == text.length()) {
            return false;
        }
        begin = at;
        beginPoint = at - pairs;
        hash = Mix64.SEED;
        boolean word = kind(text.codePointAt(at)) == WORD;
        do {
            take(text.codePointAt(at));
            if (word) {
                takeAscii();
            }
        } while (at < text.length() && continues(kind(text.codePointAt(at)), word));
        return true;
    }

    /** What {@link #take} does, for as many letters and digits of ASCII as follow: most of most texts. */
    private void takeAscii() {
        long taken = hash;
        int i = at;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c >= 128 || ASCII_KIND[c] != WORD) {
                break;
            }
            taken = (taken ^ Characters.lower(c)) * Mix64.MULTIPLIER;
            i++;
        }
        hash = taken;
        at = i;
    }

    private static boolean continues(byte kind, boolean word) {
        return kind == MARK || (word && kind == WORD);
    }

    private void take(int codePoint) {
        hash = (hash ^ Characters.lower(codePoint)) * Mix64.MULTIPLIER;
        int units = Character.charCount(codePoint);
        at += units;
        pairs += units - 1;
    }

    /** Whether it is a word or an ideograph: no mark, sign or symbol. */
    boolean isWord() {
        return Character.isLetterOrDigit(text.codePointAt(begin));
    }

    /** The token's hash. */
    long hash() {
        return Mix64.mix(hash);
    }

    /** Where it begins, in UTF-16 units. */
    int begin() {
        return begin;
    }

    /** Where it ends, in UTF-16 units. */
    int end() {
        return at;
    }

    /** Where it begins, in code points. */
    int beginPoint() {
        return beginPoint;
    }

    /** Where it ends, in code points. */
    int endPoint() {
        return at - pairs;
    }

    /** Whether a character separates tokens and is part of none. */
    static boolean isSpace(char c) {
        return c < 128 ? ASCII_KIND[c] == SPACE : Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    private static byte kind(int codePoint) {
        if (codePoint < 128) {
            return ASCII_KIND[codePoint];
        }
        if (Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint)) {
            return SPACE;
        }
        if (Characters.isUnspaced(codePoint)) {
            return LONE;
        }
        return switch (Character.getType(codePoint)) {
            case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK -> MARK;
            default -> Character.isLetterOrDigit(codePoint) ? WORD : LONE;
        };
    }

    private static byte[] asciiKinds() {
        byte[] kinds = new byte[128];
        for (int c = 0; c < 128; c++) {
            kinds[c] = Character.isWhitespace(c) ? SPACE : Character.isLetterOrDigit(c) ? WORD : LONE;
        }
        return kinds;
    }
}
