package org.quern.dedup;

/**
 * The n-grams of a text's words or characters as 64-bit hashes, in the order of the text, repetitions included.
 *
 * <p>A shingle's hash is {@code mix(w_1 M^(n-1) + ... + w_n)} over the hashes {@code w} of its units, rolled from one
 * shingle to the next: one multiplication per unit, whatever {@code n}. A text with fewer units than {@code n} has no
 * shingle. Not thread-safe; buffers are reused.
 */
final class Shingles {
    private final TextUnits units;
    private final int length;
    private final long leaving;
    private long[] hashes = new long[1 << 10];

    /** Shingles of that many units. */
    Shingles(TextUnits units, int length) {
        this.units = units;
        this.length = length;
        long power = 1;
        for (int i = 0; i < length; i++) {
            power *= Mix64.MULTIPLIER;
        }
        this.leaving = power;
    }

    /** Reads a text and returns the number of its shingles; they stand at the front of {@link #array()}. */
    int read(String text) {
        int count = units.read(text);
        int size = Math.max(0, count - length + 1);
        if (hashes.length < size) {
            hashes = new long[Math.max(size, hashes.length * 2)];
        }
        long[] unit = units.array();
        long rolling = 0;
        for (int i = 0; i < count; i++) {
            rolling = rolling * Mix64.MULTIPLIER + unit[i];
            if (i >= length) {
                rolling -= leaving * unit[i - length];
            }
            if (i >= length - 1) {
                hashes[i - length + 1] = Mix64.mix(rolling);
            }
        }
        return size;
    }

    /** The buffer that {@link #read} filled, valid until the next call. */
    long[] array() {
        return hashes;
    }
}
