package org.quern.tokenizer.shard;

/**
 * Account of the rows that were read, in whatever order and by whatever rank. Two ledgers that are equal are of the same
 * rows, each as many times, but for a chance of 2<sup>-64</sup>: {@link EpochOrder#requireEachRowOnce} makes a proof of it.
 *
 * @param rows that were read
 * @param sum of the fingerprints of their indices, modulo 2<sup>64</sup>
 */
public record EpochLedger(long rows, long sum) {

    /** Nothing read. */
    public static final EpochLedger EMPTY = new EpochLedger(0, 0);

    /** This ledger and one more row. */
    EpochLedger with(long row) {
        return new EpochLedger(rows + 1, sum + EpochOrder.mix(row + 0x9E3779B97F4A7C15L));
    }

    /** This ledger and another rank's. */
    public EpochLedger plus(EpochLedger other) {
        return new EpochLedger(rows + other.rows, sum + other.sum);
    }
}
