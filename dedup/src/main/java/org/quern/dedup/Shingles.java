package org.quern.dedup;

/**
 * The word n-grams of a text as 64-bit hashes, in the order of the text, repetitions included.
 *
 * <p>A shingle's hash is {@code mix(w_1 M^(n-1) + ... + w_n)} over the hashes {@code w} of its words, rolled from one
 * shingle to the next: one multiplication per word, whatever {@code n}. A text with fewer words than {@code n} has no
 * shingle. Not thread-safe; buffers are reused.
 */
final class Shingles {
    private final int numWords;
    private final long leaving;
    private final WordHashes words = new WordHashes();
    private long[] hashes = new long[1 << 10];

    Shingles(int numWords) {
        this.numWords = numWords;
        long power = 1;
        for (int i = 0; i < numWords; i++) {
            power *= Mix64.MULTIPLIER;
        }
        this.leaving = power;
    }

    /** Reads a text and returns the number of its shingles; they stand at the front of {@link #array()}. */
    int read(String text) {
        int count = words.read(text);
        int size = Math.max(0, count - numWords + 1);
        if (hashes.length < size) {
            hashes = new long[Math.max(size, hashes.length * 2)];
        }
        long[] word = words.array();
        long rolling = 0;
        for (int i = 0; i < count; i++) {
            rolling = rolling * Mix64.MULTIPLIER + word[i];
            if (i >= numWords) {
                rolling -= leaving * word[i - numWords];
            }
            if (i >= numWords - 1) {
                hashes[i - numWords + 1] = Mix64.mix(rolling);
            }
        }
        return size;
    }

    /** The buffer that {@link #read} filled, valid until the next call. */
    long[] array() {
        return hashes;
    }
}
