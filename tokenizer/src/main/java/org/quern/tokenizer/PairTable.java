package org.quern.tokenizer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Counts of the pairs of neighbouring tokens while training, and for each pair the words that got it since the last
 * {@link #drain}. Not thread-safe.
 */
final class PairTable {

    private long[] pairs = new long[1 << 12];
    private long[] counts = new long[1 << 12];
    private IntList[] words = new IntList[1 << 12];
    /** Index of a pair + 1, or 0; at most half full. */
    private int[] table = new int[1 << 13];

    private int size;
    private IntList touched = new IntList();

    /** Adds to a pair's count; if that is more than before, remembers the word. */
    void add(int left, int right, long change, int word) {
        int index = index(MergeTable.pair(left, right));
        counts[index] += change;
        if (change > 0) {
            IntList got = words[index];
            if (got == null) {
                got = new IntList();
                words[index] = got;
                touched.add(index);
            }
            got.addOnce(word);
        }
    }

    long count(int index) {
        return counts[index];
    }

    /** Pairs that words got since the last call, those with a count. */
    List<Candidate> drain() {
        List<Candidate> candidates = new ArrayList<>(touched.size());
        for (int i = 0; i < touched.size(); i++) {
            int index = touched.get(i);
            if (counts[index] > 0) {
                candidates.add(new Candidate(counts[index], pairs[index], index, words[index]));
            }
            words[index] = null;
        }
        touched = new IntList();
        return candidates;
    }

    private int index(long pair) {
        int slot = slot(pair);
        while (table[slot] != 0) {
            int index = table[slot] - 1;
            if (pairs[index] == pair) {
                return index;
            }
            slot = slot + 1 & table.length - 1;
        }
        if (size == pairs.length) {
            grow();
            return index(pair);
        }
        pairs[size] = pair;
        table[slot] = size + 1;
        return size++;
    }

    private void grow() {
        pairs = Arrays.copyOf(pairs, 2 * size);
        counts = Arrays.copyOf(counts, 2 * size);
        words = Arrays.copyOf(words, 2 * size);
        table = new int[4 * size];
        for (int index = 0; index < size; index++) {
            int slot = slot(pairs[index]);
            while (table[slot] != 0) {
                slot = slot + 1 & table.length - 1;
            }
            table[slot] = index + 1;
        }
    }

    private int slot(long pair) {
        return (int) ByteStrings.mix(pair) & table.length - 1;
    }

    /**
     * A pair that may be merged next.
     *
     * @param count when it was put in the queue; out of date if the table's is another
     * @param index of the pair in the table
     * @param words that had the pair then
     */
    record Candidate(long count, long pair, int index, IntList words) implements Comparable<Candidate> {

        /** The most frequent first, then the pair of least ids: the order of Hugging Face's trainer. */
        @Override
        public int compareTo(Candidate other) {
            return count != other.count ? Long.compare(other.count, count) : Long.compare(pair, other.pair);
        }

        int left() {
            return (int) (pair >>> Integer.SIZE);
        }

        int right() {
            return (int) pair;
        }
    }
}
