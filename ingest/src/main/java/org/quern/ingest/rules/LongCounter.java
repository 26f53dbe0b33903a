package org.quern.ingest.rules;

/** Counts 64-bit keys: open addressing, at most half full, sized once for the keys to come. */
final class LongCounter {
    private final long[] keys;
    private final int[] counts;
    private final int mask;

    LongCounter(int maxKeys) {
        int capacity = Integer.highestOneBit(Math.max(8, maxKeys)) << 2;
        keys = new long[capacity];
        counts = new int[capacity];
        mask = capacity - 1;
    }

    /** Counts the key once more; how often it has now been seen. */
    int increment(long key) {
        int slot = slot(key);
        keys[slot] = key;
        return ++counts[slot];
    }

    int count(long key) {
        return counts[slot(key)];
    }

    private int slot(long key) {
        int slot = (int) (key ^ (key >>> 32)) & mask;
        while (counts[slot] != 0 && keys[slot] != key) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }
}
