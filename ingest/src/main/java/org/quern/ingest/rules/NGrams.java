package org.quern.ingest.rules;

/**
 * Hashes and lengths of all n-grams of a text's words, each in constant time from sums over the words before it:
 * {@code P(i+1) = P(i) b + h(i)}, so that the n-gram at {@code i} hashes to {@code P(i+n) - P(i) b^n} (modulo 2^64).
 */
final class NGrams {
    private static final long BASE = 0xD6E8FEB86659FD93L;

    private final int numWords;
    private final long[] hashesBefore;
    private final int[] charsBefore;

    NGrams(Spans words) {
        numWords = words.size();
        hashesBefore = new long[numWords + 1];
        charsBefore = new int[numWords + 1];
        for (int i = 0; i < numWords; i++) {
            hashesBefore[i + 1] = hashesBefore[i] * BASE + words.hash(i);
            charsBefore[i + 1] = charsBefore[i] + words.length(i);
        }
    }

    /** Characters of all copies of the most frequent n-gram, blanks between words included; of equals, the first. */
    long topChars(int n) {
        LongCounter counter = new LongCounter(numWords);
        long power = power(n);
        int most = 0;
        for (int i = 0; i <= numWords - n; i++) {
            most = Math.max(most, counter.increment(hash(i, n, power)));
        }
        for (int i = 0; i <= numWords - n; i++) {
            if (counter.count(hash(i, n, power)) == most) {
                return (long) (chars(i, n) + n - 1) * most;
            }
        }
        return 0;
    }

    /** Characters of n-grams that were there before, going on after each such one; blanks not included. */
    long repeatedChars(int n) {
        LongCounter counter = new LongCounter(numWords);
        long power = power(n);
        long chars = 0;
        int i = 0;
        while (i <= numWords - n) {
            boolean repeats = counter.increment(hash(i, n, power)) > 1;
            chars += repeats ? chars(i, n) : 0;
            i += repeats ? n : 1;
        }
        return chars;
    }

    private long hash(int from, int n, long power) {
        long hash = hashesBefore[from + n] - hashesBefore[from] * power;
        return hash ^ (hash >>> 31);
    }

    private int chars(int from, int n) {
        return charsBefore[from + n] - charsBefore[from];
    }

    private static long power(int n) {
        long power = 1;
        for (int i = 0; i < n; i++) {
            power *= BASE;
        }
        return power;
    }
}
