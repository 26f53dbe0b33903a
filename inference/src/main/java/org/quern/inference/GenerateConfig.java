package org.quern.inference;

import java.util.List;

/**
 * How {@code generate} completes prompts.
 *
 * @param maxNewTokens for each prompt
 * @param temperature 0 for the most probable token
 * @param topK see {@link Sampling}
 * @param topP see {@link Sampling}
 * @param seed of the first prompt; each further one has the next
 * @param exitThreshold confidence (top probability) at which the batch leaves early; above 1 never, nor is it looked at
 * @param mtp whether the MTP layer drafts
 * @param stops a completion ends before the first of these texts
 * @param precision of weights
 * @param rows sequences decoded at a time
 */
public record GenerateConfig(
        int maxNewTokens,
        double temperature,
        int topK,
        double topP,
        long seed,
        double exitThreshold,
        boolean mtp,
        List<String> stops,
        Precision precision,
        int rows) {
    /** Checks the ranges. */
    public GenerateConfig {
        stops = List.copyOf(stops);
        if (maxNewTokens < 1) {
            throw new IllegalArgumentException("max-new-tokens must be 1 or more, got " + maxNewTokens);
        }
        if (!(exitThreshold >= 0)) {
            throw new IllegalArgumentException("exit-threshold must be 0 or more, got " + exitThreshold);
        }
        if (rows < 1) {
            throw new IllegalArgumentException("rows must be 1 or more, got " + rows);
        }
    }

    /** 128 tokens, the most probable ones, at full depth. */
    public static GenerateConfig defaults() {
        return new GenerateConfig(128, 0, 0, 1, 0, 2, false, List.of(), Precision.FP32, 32);
    }

    /** How the batch is decoded. */
    DecodingOptions options() {
        ExitPolicy exit = exitThreshold > 1
                ? ExitPolicy.fullDepth()
                : new ExitPolicy.WholeBatch(exitThreshold, Confidence.TOP_PROBABILITY);
        return new DecodingOptions(exit, mtp ? 1 : 0, rows, true);
    }

    /** How prompt number {@code index} is sampled. */
    Sampling sampling(int index) {
        return new Sampling(temperature, topK, topP, seed + index);
    }
}
