package org.quern.tokenizer.shard;

/**
 * One rank's way through the rows of a stage, epoch after epoch, each in an {@link EpochOrder} of its own. The positions
 * of all epochs, one after the other, are dealt to the ranks in turn: ranks that share the shards, the seed and the
 * number of ranks read every row once an epoch between them, and {@link #ledger()} proves it.
 *
 * <p>Not thread-safe; any number of them may share a {@link ShardReader}.
 */
public final class EpochReader {

    private final ShardReader shards;
    private final EpochOrder order;
    private final int rank;
    private final int ranks;
    private long position;
    private EpochLedger ledger;

    /**
     * A reader at the start of the first epoch.
     *
     * @param shards stay the caller's to close
     * @param seed of the order
     * @param rank 0 to ranks - 1
     * @param ranks at least 1
     */
    public EpochReader(ShardReader shards, long seed, int rank, int ranks) {
        this(shards, seed, rank, ranks, EpochLedger.EMPTY);
    }

    /**
     * A reader that goes on with the ledger of an earlier one, whose place {@link #seek} finds.
     *
     * @param shards stay the caller's to close
     * @param seed of the order
     * @param rank 0 to ranks - 1
     * @param ranks at least 1
     * @param ledger of what was read before
     */
    public EpochReader(ShardReader shards, long seed, int rank, int ranks, EpochLedger ledger) {
        if (rank < 0 || rank >= ranks) {
            throw new IllegalArgumentException(
                    "rank must be in 0 to ranks - 1 = %d, got %d".formatted(ranks - 1, rank));
        }
        this.shards = shards;
        this.order = new EpochOrder(shards.numSequences(), seed);
        this.rank = rank;
        this.ranks = ranks;
        this.position = rank;
        this.ledger = ledger;
    }

    /**
     * Goes, in constant time, to where a reader gets that reads on from the start: past so many whole epochs, then past
     * so many of this rank's rows.
     *
     * @param step rows of this rank, which may be more than it has in the epoch
     */
    public void seek(long epoch, long step) {
        long start = Math.multiplyExact(epoch, shards.numSequences());
        long first = start + Math.floorMod(rank - start, (long) ranks);
        position = Math.addExact(first, Math.multiplyExact(step, ranks));
    }

    /** The epoch of the next row, from 0. */
    public long epoch() {
        return position / shards.numSequences();
    }

    /**
     * The next row.
     *
     * @throws org.quern.ingest.job.InputException if the shard is damaged there
     */
    public PackedSequence next() {
        return next(new int[shards.contextLength()]);
    }

    /**
     * The next row, for a reader that leaves no garbage.
     *
     * @param tokens becomes the sequence's array; as long as the context
     * @throws org.quern.ingest.job.InputException if the shard is damaged there
     */
    public PackedSequence next(int[] tokens) {
        long row = order.row(position);
        PackedSequence sequence = shards.sequence(row, tokens);
        position += ranks;
        ledger = ledger.with(row);
        return sequence;
    }

    /** What was read so far. Those of all ranks, added up, pass {@link #requireEachRowOnce} whenever all are in step. */
    public EpochLedger ledger() {
        return ledger;
    }

    /**
     * Proves that all ranks together have read each row once an epoch.
     *
     * @param read the sum of all ranks' ledgers
     * @throws IllegalStateException if they have not
     * @see EpochOrder#requireEachRowOnce
     */
    public void requireEachRowOnce(EpochLedger read) {
        order.requireEachRowOnce(read);
    }
}
