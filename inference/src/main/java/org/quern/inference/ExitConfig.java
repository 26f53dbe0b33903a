package org.quern.inference;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * How tokens leave early, as a user says it.
 *
 * @param policy which of the ways
 * @param layers of the exits to look at; none for all that were trained
 * @param threshold of the confidence
 * @param confidence what is compared with it
 * @param decay see {@link ExitTest}
 * @param parkedRows sequences that wait for the upper layers before these run; 0 for a quarter of the rows
 * @param promptsLeave see {@link ExitPolicy.Compaction}, the only way that has it
 * @param drafts of self-speculation
 */
public record ExitConfig(
        Policy policy,
        List<Integer> layers,
        double threshold,
        Confidence confidence,
        double decay,
        int parkedRows,
        boolean promptsLeave,
        int drafts) {
    /** The ways of {@link ExitPolicy}. */
    public enum Policy {
        /** Every layer for every token. */
        @JsonProperty("none")
        NONE,
        /** All sequences of a batch at once, or none. */
        @JsonProperty("whole-batch")
        WHOLE_BATCH,
        /** Each sequence by itself. */
        @JsonProperty("compaction")
        COMPACTION,
        /** The lower layers draft, the upper ones verify. */
        @JsonProperty("self-speculation")
        SELF_SPECULATION
    }

    private static final int PARKED_SHARE = 4;

    /** No exits. */
    public static final ExitConfig NONE =
            new ExitConfig(Policy.NONE, List.of(), 0.9, Confidence.TOP_PROBABILITY, 0, 0, false, 4);

    /** Checks the ranges. */
    public ExitConfig {
        if (parkedRows < 0) {
            throw new IllegalArgumentException(
                    "parkedRows must be 0 (a quarter of the rows) or more, got " + parkedRows);
        }
        if (promptsLeave && policy != Policy.COMPACTION) {
            throw new IllegalArgumentException("prompts leave early with COMPACTION only, got " + policy
                    + "; take that policy, or let prompts through all layers");
        }
        layers = List.copyOf(layers);
        new ExitPolicy.SelfSpeculation(
                new ExitTest(threshold, confidence, decay), layers, drafts, Math.max(1, parkedRows));
    }

    /** The same way at another threshold. */
    public ExitConfig at(Policy other, double newThreshold) {
        return new ExitConfig(other, layers, newThreshold, confidence, decay, parkedRows, promptsLeave, drafts);
    }

    /** The same way by another measure of confidence. */
    public ExitConfig by(Confidence other) {
        return new ExitConfig(policy, layers, threshold, other, decay, parkedRows, promptsLeave, drafts);
    }

    /** The same way with another number of sequences that wait. */
    public ExitConfig parking(int rows) {
        return new ExitConfig(policy, layers, threshold, confidence, decay, rows, promptsLeave, drafts);
    }

    /** The same way, with prompts that leave too. */
    public ExitConfig withPrompts() {
        return new ExitConfig(policy, layers, threshold, confidence, decay, parkedRows, true, drafts);
    }

    /** The same way with other exits. */
    public ExitConfig through(List<Integer> others) {
        return new ExitConfig(policy, others, threshold, confidence, decay, parkedRows, promptsLeave, drafts);
    }

    /** The policy for batches of so many rows. */
    public ExitPolicy policy(int rows) {
        int parked = parkedRows == 0 ? Math.max(1, rows / PARKED_SHARE) : Math.min(parkedRows, rows);
        ExitTest test = new ExitTest(threshold, confidence, decay);
        return switch (policy) {
            case NONE -> ExitPolicy.fullDepth();
            case WHOLE_BATCH -> new ExitPolicy.WholeBatch(test, layers);
            case COMPACTION -> new ExitPolicy.Compaction(test, layers, parked, promptsLeave);
            case SELF_SPECULATION -> new ExitPolicy.SelfSpeculation(test, layers, drafts, parked);
        };
    }
}
