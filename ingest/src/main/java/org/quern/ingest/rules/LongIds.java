package org.quern.ingest.rules;

import java.util.Arrays;

/** Numbers 64-bit keys from 0 in the order in which they first appear: open addressing, at most half full. */
final class LongIds {
    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

    private final long[] keys;
    private final int[] slots;
    private int shift;
    private int size;

    /** Room for so many different keys. */
    LongIds(int maxKeys) {
        keys = new long[maxKeys];
        slots = new int[numSlots(maxKeys)];
        shift = shift(maxKeys);
    }

    /** Forgets all keys; room for so many others, at most for as many as at first. The memory stays. */
    void reset(int maxKeys) {
        Arrays.fill(slots, 0, numSlots(maxKeys), 0);
        shift = shift(maxKeys);
        size = 0;
    }

    /** The number of the key, which is the {@link #size()} before if the key is new. */
    int of(long key) {
        int slot = (int) ((key * MULTIPLIER) >>> shift);
        for (int id = slots[slot] - 1; id >= 0; id = slots[slot] - 1) {
            if (keys[id] == key) {
                return id;
            }
            slot = (slot + 1) & (int) (-1L >>> shift);
        }
        keys[size] = key;
        slots[slot] = size + 1;
        return size++;
    }

    /** How many different keys there were. */
    int size() {
        return size;
    }

    private static int numSlots(int maxKeys) {
        return 1 << (Long.SIZE - shift(maxKeys));
    }

    private static int shift(int maxKeys) {
        return Long.numberOfLeadingZeros(Math.max(4, maxKeys)) - 1;
    }
}
