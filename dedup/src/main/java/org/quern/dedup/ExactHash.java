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
        long high = Mix64.SEED;
        long low = ~Mix64.SEED;
        boolean gap = false;
        boolean begun = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
                gap = begun;
                continue;
            }
            if (gap) {
                high = step(high, ' ');
                low = step(low, ' ' + 1);
                gap = false;
            }
            begun = true;
            char folded = Character.toLowerCase(c);
            high = step(high, folded);
            low = step(low, folded + 1);
        }
        return new ExactHash(Mix64.mix(high), Mix64.mix(low));
    }

    private static long step(long hash, int c) {
        long product = (hash ^ c) * Mix64.MULTIPLIER;
        return product ^ (product >>> 32);
    }
}
