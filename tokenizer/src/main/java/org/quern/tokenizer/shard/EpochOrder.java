package org.quern.tokenizer.shard;

/**
 * The order in which rows are read: epoch after epoch, each a permutation of its own. Any position is known at once, so
 * a run that resumes needs no more than its step.
 *
 * <p>The permutation is a four-round Feistel network over the smallest even number of bits that holds the indices;
 * results beyond the last row are sent through again.
 */
public final class EpochOrder {

    private static final int ROUNDS = 4;

    private final long numRows;
    private final long seed;
    private final int halfBits;

    /**
     * The order of some rows under a seed.
     *
     * @param numRows in an epoch, at least 1
     */
    public EpochOrder(long numRows, long seed) {
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

    /** The ledger of the first positions, as many as are given. Costs a pass over the indices of an epoch. */
    EpochLedger ledger(long positions) {
        long epochs = positions / numRows;
        EpochLedger epoch = EpochLedger.EMPTY;
        for (long row = 0; epochs > 0 && row < numRows; row++) {
            epoch = epoch.with(row);
        }
        EpochLedger ledger = new EpochLedger(epochs * epoch.rows(), epochs * epoch.sum());
        for (long position = epochs * numRows; position < positions; position++) {
            ledger = ledger.with(row(position));
        }
        return ledger;
    }

    /**
     * Proves that what was read, by all ranks, is each row once in every whole epoch, and once or not at all in the one
     * that has begun. Costs a pass over the indices of an epoch, not over the rows.
     *
     * @param read by all ranks since the first epoch began
     * @throws IllegalStateException if it is anything else
     */
    public void requireEachRowOnce(EpochLedger read) {
        EpochLedger expected = ledger(read.rows());
        if (!read.equals(expected)) {
            throw new IllegalStateException(
                    "the %d rows read, of %d in an epoch, must have the sum %016x if each is read once an epoch, got %016x; rows were left out or read twice"
                            .formatted(read.rows(), numRows, expected.sum(), read.sum()));
        }
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

    /** SplitMix64's finaliser: a bijection. */
    static long mix(long z) {
        long a = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        long b = (a ^ a >>> 27) * 0x94D049BB133111EBL;
        return b ^ b >>> 31;
    }
}
