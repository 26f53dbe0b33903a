package org.quern.dedup;

/**
 * What two texts have in common when they are exact duplicates: a 128-bit hash of the text in lower case with every run
 * of white space as one space and none at the ends.
 *
 * <p>Punctuation and digits count here, in contrast to the shingles: {@code a + b} and {@code a - b}, or the same table
 * with other numbers, are not one document. Short documents, which have no shingles, are compared by this alone.
 */
record ExactHash(long high, long low) {
    static ExactHash of(String text) {
        return of(text, 0, text.length(), false);
    }

    /** The hash of a part of a text, in UTF-16 units, where every run of digits counts as one {@code 0}. */
    static ExactHash ofAnyNumbers(String text, int begin, int end) {
        return of(text, begin, end, true);
    }

    /** A hash that is equal only where this one and the other are. */
    ExactHash with(ExactHash other) {
        return new ExactHash(step(high, other.high), step(low, other.low));
    }

    private static ExactHash of(String text, int begin, int end, boolean anyNumbers) {
        long high = Mix64.SEED;
        long low = ~Mix64.SEED;
        boolean gap = false;
        boolean begun = false;
        boolean inNumber = false;
        for (int i = begin; i < end; i++) {
            char c = text.charAt(i);
            if (Tokens.isSpace(c)) {
                gap = begun;
                inNumber = false;
                continue;
            }
            boolean goesOn = inNumber;
            inNumber = anyNumbers && Characters.isDigit(c);
            if (inNumber && goesOn) {
                continue;
            }
            if (gap) {
                high = step(high, ' ');
                low = step(low, ' ' + 1);
                gap = false;
            }
            begun = true;
            int folded = inNumber ? '0' : Characters.lower(c);
            high = step(high, folded);
            low = step(low, folded + 1);
        }
        return new ExactHash(Mix64.mix(high), Mix64.mix(low));
    }

    private static long step(long hash, long c) {
        long product = (hash ^ c) * Mix64.MULTIPLIER;
        return product ^ (product >>> 32);
    }
}
