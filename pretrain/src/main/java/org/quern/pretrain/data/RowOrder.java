package org.quern.pretrain.data;

/**
 * The order in which rows are read: epoch after epoch, each a permutation of its own. Any position is known at once, so
 * a run that resumes needs no more than its step.
 *
 * <p>The permutation is a four-round Feistel network over the smallest even number of bits that holds the indices;
 * results beyond the last row are sent through again.
 */
public final class RowOrder {
    private static final int ROUNDS = 4;

    private final long numRows;
    private final long seed;
    private final int halfBits;

    /** The order of some rows under a seed. */
    public RowOrder(long numRows, long seed) {
        if (numRows < 1) {
            throw new IllegalArgumentException("there must be a row to read, got " + numRows);
        }
        this.numRows = numRows;
        this.seed = seed;
        int bits = Long.SIZE - Long.numberOfLeadingZeros(numRows - 1);
        this.halfBits = Math.max(1, (bits + 1) / 2);
    }

    /** The row at a position, which may lie in any epoch. */
    public long row(long position) {
        long key = mix(seed ^ mix(position / numRows + 1));
        long row = position % numRows;
        do {
            row = permute(row, key);
        } while (row >= numRows);
        return row;
    }

    private long permute(long value, long key) {
        long mask = (1L << halfBits) - 1;
        long left = value >>> halfBits;
        long right = value & mask;
        for (int round = 0; round < ROUNDS; round++) {
            long next = left ^ (mix(right + key + round * 0x632BE59BD9B4E019L) & mask);
            left = right;
            right = next;
        }
        return left << halfBits | right;
    }

    /** SplitMix64's finaliser. */
    private static long mix(long z) {
        long a = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        long b = (a ^ a >>> 27) * 0x94D049BB133111EBL;
        return b ^ b >>> 31;
    }
}
