package org.quern.dedup;

import java.nio.ByteBuffer;
import java.nio.LongBuffer;

/** A {@link MinHash} signature, which says about how similar two texts are. */
final class Signature {
    /** That of a text without shingles. */
    static final Signature EMPTY = new Signature(new long[0]);

    private final LongBuffer minima;

    private Signature(LongBuffer minima) {
        this.minima = minima;
    }

    Signature(long[] minima) {
        this(LongBuffer.wrap(minima.clone()));
    }

    /** Reads what {@link #bytes()} wrote. */
    static Signature from(byte[] bytes) {
        return new Signature(ByteBuffer.wrap(bytes).asLongBuffer());
    }

    /** Eight big-endian bytes per hash function. */
    byte[] bytes() {
        return ShingleSet.bytes(minima);
    }

    /** The share of hash functions in which two signatures of one length agree; 0 where either is empty. */
    double similarity(Signature other) {
        int equal = 0;
        int size = Math.min(minima.limit(), other.minima.limit());
        for (int i = 0; i < size; i++) {
            equal += minima.get(i) == other.minima.get(i) ? 1 : 0;
        }
        return size == 0 ? 0 : (double) equal / size;
    }
}
