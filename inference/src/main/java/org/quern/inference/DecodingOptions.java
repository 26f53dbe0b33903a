package org.quern.inference;

/**
 * How a batch is decoded.
 *
 * @param exit when layers are left out
 * @param drafts tokens that the MTP layer drafts in an iteration: 0 or 1
 * @param maxRows sequences decoded at a time
 * @param endOfText whether the end-of-text token ends a sequence; else it is a token as any other
 */
public record DecodingOptions(ExitPolicy exit, int drafts, int maxRows, boolean endOfText) {
    /** Checks the ranges. */
    public DecodingOptions {
        if (drafts < 0 || drafts > 1) {
            throw new IllegalArgumentException("drafts must be 0 or 1, got " + drafts);
        }
        if (maxRows < 1) {
            throw new IllegalArgumentException("batch must be 1 or more, got " + maxRows);
        }
        if (drafts > 0 && exit.looks()) {
            throw new IllegalArgumentException("early exit and MTP speculation cannot be combined yet: choose one");
        }
    }

    /** Every layer, one token at a time. */
    public static DecodingOptions plain(int maxRows) {
        return new DecodingOptions(ExitPolicy.fullDepth(), 0, maxRows, true);
    }

    /** The same with another exit policy. */
    public DecodingOptions withExit(ExitPolicy policy) {
        return new DecodingOptions(policy, drafts, maxRows, endOfText);
    }

    /** The same with another number of drafts. */
    public DecodingOptions withDrafts(int number) {
        return new DecodingOptions(exit, number, maxRows, endOfText);
    }

    /** The same, going on after an end-of-text token, as benchmarks do. */
    public DecodingOptions pastEndOfText() {
        return new DecodingOptions(exit, drafts, maxRows, false);
    }
}
