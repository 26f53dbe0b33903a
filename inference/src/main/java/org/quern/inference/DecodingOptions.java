package org.quern.inference;

import org.quern.ingest.job.InputException;

/**
 * How a batch is decoded.
 *
 * @param exit when layers are left out
 * @param drafts tokens that the MTP layers draft ahead
 * @param maxRows sequences decoded at a time
 * @param endOfText whether the end-of-text token ends a sequence; else it is a token as any other
 * @param cacheBytes for keys and values; 0 for as much as {@code maxRows} sequences can need
 */
public record DecodingOptions(ExitPolicy exit, int drafts, int maxRows, boolean endOfText, long cacheBytes) {
    private static final int MAX_DRAFTS = 8;

    /** Checks the ranges. */
    public DecodingOptions {
        if (drafts < 0 || drafts > MAX_DRAFTS) {
            throw new IllegalArgumentException("drafts must lie in 0.." + MAX_DRAFTS + ", got " + drafts);
        }
        if (maxRows < 1) {
            throw new IllegalArgumentException("batch must be 1 or more, got " + maxRows);
        }
        if (cacheBytes < 0) {
            throw new IllegalArgumentException("cache must be 0 (as needed) or more bytes, got " + cacheBytes);
        }
        if (drafts > 0 && (exit instanceof ExitPolicy.WholeBatch || exit instanceof ExitPolicy.SelfSpeculation)) {
            throw new InputException("MTP drafts go with full depth and with compaction, not with "
                    + exit.getClass().getSimpleName() + "; set one of them off");
        }
    }

    /** Every layer, one token at a time. */
    public static DecodingOptions plain(int maxRows) {
        return new DecodingOptions(ExitPolicy.fullDepth(), 0, maxRows, true, 0);
    }

    /** The same with another exit policy. */
    public DecodingOptions withExit(ExitPolicy policy) {
        return new DecodingOptions(policy, drafts, maxRows, endOfText, cacheBytes);
    }

    /** The same with another number of drafts. */
    public DecodingOptions withDrafts(int number) {
        return new DecodingOptions(exit, number, maxRows, endOfText, cacheBytes);
    }

    /** The same within so much memory for keys and values. */
    public DecodingOptions withCacheBytes(long bytes) {
        return new DecodingOptions(exit, drafts, maxRows, endOfText, bytes);
    }

    /** The same, going on after an end-of-text token, as benchmarks do. */
    public DecodingOptions pastEndOfText() {
        return new DecodingOptions(exit, drafts, maxRows, false, cacheBytes);
    }
}
