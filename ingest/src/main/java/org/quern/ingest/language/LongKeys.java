package org.quern.ingest.language;

/** Positive numbers, each with its place in the order in which they were added. Open addressing; at most half full. */
final class LongKeys {
    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

    private final long[] keys;
    private final int[] places;
    private final int shift;
    private int size;

    /** For at most that many keys. */
    LongKeys(int maxKeys) {
        int slots = Integer.highestOneBit(Math.max(1, maxKeys)) << 2;
        keys = new long[slots];
        places = new int[slots];
        shift = Long.numberOfLeadingZeros(slots - 1L);
    }

    /** Whether it was not there before. */
    boolean add(long key) {
        int slot = slot(key);
        if (keys[slot] == key) {
            return false;
        }
        keys[slot] = key;
        places[slot] = size++;
        return true;
    }

    /** Negative if it is not there. */
    int place(long key) {
        int slot = slot(key);
        return keys[slot] == key ? places[slot] : -1;
    }

    /** Where the key is, or would be. */
    private int slot(long key) {
        int slot = (int) ((key * MULTIPLIER) >>> shift);
        while (keys[slot] != 0 && keys[slot] != key) {
            slot = (slot + 1) & (keys.length - 1);
        }
        return slot;
    }
}
