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
 * @param exit when tokens leave before the last layer
 * @param drafts tokens that the MTP layers draft ahead; 0 for none
 * @param stops a completion ends before the first of these texts
 * @param precision of weights
 * @param rows sequences decoded at a time
 * @param cacheMegabytes for keys and values; 0 for as much as the rows can need
 */
public record GenerateConfig(
        int maxNewTokens,
        double temperature,
        int topK,
        double topP,
        long seed,
        ExitConfig exit,
        int drafts,
        List<String> stops,
        Precision precision,
        int rows,
        int cacheMegabytes) {
    /** Checks the ranges. */
    public GenerateConfig {
        stops = List.copyOf(stops);
        if (maxNewTokens < 1) {
            throw new IllegalArgumentException("max-new-tokens must be 1 or more, got " + maxNewTokens);
        }
        if (rows < 1) {
            throw new IllegalArgumentException("rows must be 1 or more, got " + rows);
        }
        if (cacheMegabytes < 0) {
            throw new IllegalArgumentException("cacheMegabytes must be 0 (as needed) or more, got " + cacheMegabytes);
        }
    }

    /** 128 tokens, the most probable ones, at full depth. */
    public static GenerateConfig defaults() {
        return new GenerateConfig(128, 0, 0, 1, 0, ExitConfig.NONE, 0, List.of(), Precision.FP32, 32, 0);
    }

    /** How the batch is decoded. */
    public DecodingOptions options() {
        return new DecodingOptions(exit.policy(rows), drafts, rows, true, (long) cacheMegabytes << 20);
    }

    /** How prompt number {@code index} is sampled. */
    Sampling sampling(int index) {
        return new Sampling(temperature, topK, topP, seed + index);
    }
}
