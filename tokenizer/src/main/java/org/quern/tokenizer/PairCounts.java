package org.quern.tokenizer;

import java.util.Arrays;

/** How often the pairs that may yet be merged occur. Not thread-safe. */
final class PairCounts {

    private static final long EMPTY = -1;

    /** Pairs and their counts, one after the other; open addressing, at most three quarters full. */
    private long[] table = new long[1 << 13];

    private int size;

    PairCounts() {
        Arrays.fill(table, EMPTY);
    }

    /** Takes up a new {@link MergeTable#pair}. */
    void put(long pair, long count) {
        if (++size > table.length / 8 * 3) {
            grow();
        }
        int slot = find(pair);
        table[slot] = pair;
        table[slot + 1] = count;
    }

    /** Lessens the count of a pair, if it was taken up. */
    void subtract(long pair, long count) {
        int slot = find(pair);
        if (table[slot] == pair) {
            table[slot + 1] -= count;
        }
    }

    /** The count of a pair that was taken up. */
    long of(long pair) {
        return table[find(pair) + 1];
    }

    private void grow() {
        long[] old = table;
        table = new long[WordCounts.length(2L * old.length)];
        Arrays.fill(table, EMPTY);
        for (int i = 0; i < old.length; i += 2) {
            if (old[i] != EMPTY) {
                int slot = find(old[i]);
                table[slot] = old[i];
                table[slot + 1] = old[i + 1];
            }
        }
    }

    /** Where a pair is or would be. */
    private int find(long pair) {
        int slot = ((int) ByteStrings.mix(pair) << 1) & table.length - 1;
        while (table[slot] != pair && table[slot] != EMPTY) {
            slot = slot + 2 & table.length - 1;
        }
        return slot;
    }
}
