package org.quern.tokenizer;

import java.util.Arrays;
import java.util.List;

/** Which pairs of neighbouring tokens merge, how early, and into what. */
final class MergeTable {

    /** What {@link #find} returns for a pair that does not merge; later than every rank. */
    static final long NONE = Long.MAX_VALUE;

    private static final long EMPTY = -1;
    private static final long MIX = 0x9E3779B97F4A7C15L;

    /**
     * Pairs and what they give, one after the other; open addressing at most a quarter full, since most look-ups find
     * nothing.
     */
    private final long[] table;

    private final int shift;

    /** The merges in the order they were learnt; of equal pairs the last counts. */
    MergeTable(List<Merge> merges) {
        int capacity = Integer.highestOneBit(Math.max(merges.size(), 4)) * 8;
        table = new long[2 * capacity];
        Arrays.fill(table, EMPTY);
        shift = Long.SIZE - Integer.numberOfTrailingZeros(capacity);
        for (int rank = 0; rank < merges.size(); rank++) {
            Merge merge = merges.get(rank);
            put(pair(merge.left(), merge.right()), (long) rank << Integer.SIZE | merge.merged());
        }
    }

    /** Two ids of tokens as one key, ordered by left, then right. */
    static long pair(int left, int right) {
        return (long) left << Integer.SIZE | right;
    }

    /** The rank of a merge that was found: the less, the earlier. */
    static int rank(long found) {
        return (int) (found >>> Integer.SIZE);
    }

    /** The token that a merge that was found gives. */
    static int merged(long found) {
        return (int) found;
    }

    /** Rank and merged token of a pair, or {@link #NONE}. Results order by rank. */
    long find(int left, int right) {
        long pair = pair(left, right);
        int slot = slot(pair);
        while (table[slot] != pair) {
            if (table[slot] == EMPTY) {
                return NONE;
            }
            slot = slot + 2 & table.length - 1;
        }
        return table[slot + 1];
    }

    private void put(long pair, long value) {
        int slot = slot(pair);
        while (table[slot] != EMPTY && table[slot] != pair) {
            slot = slot + 2 & table.length - 1;
        }
        table[slot] = pair;
        table[slot + 1] = value;
    }

    private int slot(long pair) {
        return (int) ((pair * MIX) >>> shift) << 1;
    }
}
