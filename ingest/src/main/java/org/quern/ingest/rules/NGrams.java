package org.quern.ingest.rules;

import java.util.Arrays;

/**
 * The n-grams of a text's words, for n from 1 up. Only those that occur more than once are held: what begins with an n-gram
 * that occurs once occurs once itself, so each {@link #lengthen} looks at fewer places than the one before, and takes
 * the memory of its predecessor.
 *
 * <p>Equal n-grams have the same number, and the numbers of the two that overlap in all but one word number the one that
 * spans both. Words are told apart by 64-bit hashes.
 */
final class NGrams {
    private final int[] charsBefore;
    private final int[] starts;
    private final int[] ids;
    private final int[] counts;
    private final LongIds numbers;
    private int n = 1;
    private int size;
    private int most;
    private int mostStart;

    /** The words themselves. */
    NGrams(Spans words) {
        int numWords = words.size();
        charsBefore = new int[numWords + 1];
        starts = new int[numWords];
        ids = new int[numWords];
        counts = new int[numWords];
        numbers = new LongIds(numWords);
        for (int i = 0; i < numWords; i++) {
            charsBefore[i + 1] = charsBefore[i] + words.length(i);
            starts[i] = i;
            ids[i] = numbers.of(words.hash(i));
        }
        keepRepeated(numWords);
    }

    /** Goes on to n-grams of so many words, at least as many as now. */
    void lengthen(int words) {
        while (n < words) {
            lengthen();
        }
    }

    private void lengthen() {
        numbers.reset(size);
        int found = 0;
        for (int i = 0; i + 1 < size; i++) {
            if (starts[i + 1] == starts[i] + 1) {
                starts[found] = starts[i];
                ids[found++] = numbers.of(((long) ids[i] << Integer.SIZE) | ids[i + 1]);
            }
        }
        n++;
        keepRepeated(found);
    }

    /** Of the first {@code found} n-grams, of which the numbers are new, leaves out those that occur once. */
    private void keepRepeated(int found) {
        Arrays.fill(counts, 0, numbers.size(), 0);
        for (int i = 0; i < found; i++) {
            counts[ids[i]]++;
        }
        size = 0;
        most = 1;
        mostStart = 0;
        for (int i = 0; i < found; i++) {
            int count = counts[ids[i]];
            if (count > most) {
                most = count;
                mostStart = starts[i];
            }
            starts[size] = starts[i];
            ids[size] = ids[i];
            size += Math.min(count, 2) - 1;
        }
    }

    /** Characters of all copies of the most frequent n-gram, blanks between words included; of equals, the first. */
    long topChars() {
        return n < charsBefore.length ? (long) (chars(mostStart) + n - 1) * most : 0;
    }

    /** Characters of n-grams that were there before, going on after each such one; blanks not included. */
    long repeatedChars() {
        boolean[] seen = new boolean[numbers.size()];
        long chars = 0;
        int next = 0;
        for (int i = 0; i < size; i++) {
            if (starts[i] < next) {
                continue;
            }
            if (seen[ids[i]]) {
                chars += chars(starts[i]);
                next = starts[i] + n;
            }
            seen[ids[i]] = true;
        }
        return chars;
    }

    private int chars(int start) {
        return charsBefore[start + n] - charsBefore[start];
    }
}
