package org.quern.dedup;

import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;

/** The distinct shingles of a text, ascending: what true Jaccard similarity is computed on. */
final class ShingleSet {
    private final LongBuffer sorted;

    private ShingleSet(LongBuffer sorted) {
        this.sorted = sorted;
    }

    /** The set of the first {@code size} of {@code hashes}, which stay as they are. */
    static ShingleSet of(long[] hashes, int size) {
        long[] copy = Arrays.copyOf(hashes, size);
        Arrays.sort(copy);
        int distinct = 0;
        for (int i = 0; i < size; i++) {
            if (i == 0 || copy[i] != copy[i - 1]) {
                copy[distinct++] = copy[i];
            }
        }
        return new ShingleSet(LongBuffer.wrap(copy, 0, distinct).slice());
    }

    /** Reads what {@link #bytes()} wrote. */
    static ShingleSet from(byte[] bytes) {
        return new ShingleSet(ByteBuffer.wrap(bytes).asLongBuffer());
    }

    /** Eight big-endian bytes per shingle. */
    byte[] bytes() {
        return bytes(sorted);
    }

    static byte[] bytes(LongBuffer longs) {
        byte[] bytes = new byte[longs.limit() * Long.BYTES];
        ByteBuffer.wrap(bytes).asLongBuffer().put(longs.duplicate());
        return bytes;
    }

    int size() {
        return sorted.limit();
    }

    /** |A and B| / |A or B|; 0 where either set is empty, for texts without shingles are never near duplicates. */
    double jaccard(ShingleSet other) {
        int common = common(other);
        return common == 0 ? 0 : (double) common / (size() + other.size() - common);
    }

    private int common(ShingleSet other) {
        int common = 0;
        int i = 0;
        int j = 0;
        while (i < size() && j < other.size()) {
            long a = sorted.get(i);
            long b = other.sorted.get(j);
            if (a == b) {
                common++;
            }
            i += a <= b ? 1 : 0;
            j += b <= a ? 1 : 0;
        }
        return common;
    }
}
