package org.quern.tokenizer;

import java.util.Arrays;
import java.util.BitSet;
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

    private final int[] byteIds;
    /** What {@link #find} gives for each pair of bytes, which is where every merging starts. */
    private final long[] bytePairs = new long[1 << (2 * Byte.SIZE)];
    /** Ranks whose token is part of an earlier merge; a token that two merges spell can be so. */
    private final BitSet goingBack = new BitSet();

    /**
     * Makes the table.
     *
     * @param merges in the order they were learnt; of equal pairs the last counts
     * @param byteIds the token of each byte
     */
    MergeTable(List<Merge> merges, int[] byteIds) {
        this.byteIds = byteIds.clone();
        int capacity = Integer.highestOneBit(Math.max(merges.size(), 4)) * 8;
        table = new long[2 * capacity];
        Arrays.fill(table, EMPTY);
        shift = Long.SIZE - Integer.numberOfTrailingZeros(capacity);
        for (int rank = 0; rank < merges.size(); rank++) {
            Merge merge = merges.get(rank);
            put(pair(merge.left(), merge.right()), (long) rank << Integer.SIZE | merge.merged());
        }
        markGoingBack(merges);
        for (int pair = 0; pair < bytePairs.length; pair++) {
            bytePairs[pair] = find(byteIds[pair >>> Byte.SIZE], byteIds[pair & 0xFF]);
        }
    }

    private void markGoingBack(List<Merge> merges) {
        BitSet parts = new BitSet();
        for (int rank = 0; rank < merges.size(); rank++) {
            Merge merge = merges.get(rank);
            goingBack.set(rank, parts.get(merge.merged()));
            parts.set(merge.left());
            parts.set(merge.right());
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

    /** Rank and merged token of the tokens of two bytes, or {@link #NONE}. */
    long findBytes(byte left, byte right) {
        return bytePairs[((left & 0xFF) << Byte.SIZE) | (right & 0xFF)];
    }

    /** The token of a byte. */
    int byteId(byte value) {
        return byteIds[value & 0xFF];
    }

    /** Whether the token of a merge that was found can be part of a pair of lesser rank. */
    boolean mayGoBack(long found) {
        return goingBack.get(rank(found));
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
