package org.quern.tokenizer;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/** Which pairs of neighbouring tokens merge, how early, and into what. Merges go by their rank: the less, the earlier. */
final class MergeTable {

    /** What {@link #find} returns for a pair that does not merge; later than every rank. */
    static final int NONE = Integer.MAX_VALUE;

    private static final int RANK_BITS = Long.SIZE - 2 * Vocabulary.ID_BITS;
    private static final long RANK_MASK = (1L << RANK_BITS) - 1;
    private static final int FILTER_BITS = 8;
    private static final long EMPTY = -1;
    private static final long MIX = 0x9E3779B97F4A7C15L;

    /** Left, right and rank in one, by the pair's hash; open addressing, at most half full. */
    private final long[] table;

    private final int shift;
    /**
     * A bit for each hash that some pair has, {@value #FILTER_BITS} for each place of the table. Most look-ups find
     * nothing, and this says so from the processor's first caches.
     */
    private final long[] filter;

    private final int filterShift;
    private final int[] merged;
    /** By rank, whether its token is part of an earlier merge; a token that two merges spell can be so. */
    private final boolean[] goingBack;

    private final int[] byteIds;
    /** What {@link #find} gives for each pair of bytes, which is where every merging starts. */
    private final int[] bytePairs = new int[1 << (2 * Byte.SIZE)];

    /**
     * Makes the table.
     *
     * @param merges in the order they were learnt; of equal pairs the last counts
     * @param byteIds the token of each byte
     */
    MergeTable(List<Merge> merges, int[] byteIds) {
        if (merges.size() >= RANK_MASK) {
            throw new IllegalArgumentException(
                    "there must be fewer than %d merges, got %d".formatted(RANK_MASK, merges.size()));
        }
        this.byteIds = byteIds.clone();
        this.merged = merges.stream().mapToInt(Merge::merged).toArray();
        this.goingBack = new boolean[merges.size()];
        int capacity = Integer.highestOneBit(Math.max(merges.size(), 16)) * 4;
        table = new long[capacity];
        Arrays.fill(table, EMPTY);
        shift = Long.SIZE - Integer.numberOfTrailingZeros(capacity);
        filter = new long[capacity * FILTER_BITS / Long.SIZE];
        filterShift = shift - Integer.numberOfTrailingZeros(FILTER_BITS);
        BitSet parts = new BitSet();
        for (int rank = 0; rank < merges.size(); rank++) {
            Merge merge = merges.get(rank);
            put(key(merge.left(), merge.right()), rank);
            goingBack[rank] = parts.get(merge.merged());
            parts.set(merge.left());
            parts.set(merge.right());
        }
        for (int pair = 0; pair < bytePairs.length; pair++) {
            bytePairs[pair] = find(byteIds[pair >>> Byte.SIZE], byteIds[pair & 0xFF]);
        }
    }

    /** Two ids of tokens in one number, ordered by left, then right. */
    static long pair(int left, int right) {
        return (long) left << Integer.SIZE | right;
    }

    private static long key(int left, int right) {
        return (long) left << Vocabulary.ID_BITS | right;
    }

    /** The rank of a pair, or {@link #NONE}. */
    int find(int left, int right) {
        long key = key(left, right);
        long hash = key * MIX;
        int bit = (int) (hash >>> filterShift);
        if ((filter[bit / Long.SIZE] >>> bit & 1) == 0) {
            return NONE;
        }
        int slot = (int) (hash >>> shift);
        while (table[slot] >>> RANK_BITS != key) {
            if (table[slot] == EMPTY) {
                return NONE;
            }
            slot = slot + 1 & table.length - 1;
        }
        return (int) (table[slot] & RANK_MASK);
    }

    private void put(long key, int rank) {
        long hash = key * MIX;
        int bit = (int) (hash >>> filterShift);
        filter[bit / Long.SIZE] |= 1L << bit;
        int slot = (int) (hash >>> shift);
        while (table[slot] != EMPTY && table[slot] >>> RANK_BITS != key) {
            slot = slot + 1 & table.length - 1;
        }
        table[slot] = key << RANK_BITS | rank;
    }

    /** The rank of the tokens of two bytes, or {@link #NONE}. */
    int findBytes(byte left, byte right) {
        return bytePairs[((left & 0xFF) << Byte.SIZE) | (right & 0xFF)];
    }

    /** The token of a byte. */
    int byteId(byte value) {
        return byteIds[value & 0xFF];
    }

    /** The token that a merge gives. */
    int merged(int rank) {
        return merged[rank];
    }

    /** Whether the token that a merge gives can be part of a pair of lesser rank. */
    boolean mayGoBack(int rank) {
        return goingBack[rank];
    }
}
