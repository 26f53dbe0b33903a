package org.quern.inference.generate;

import org.quern.inference.GenerateConfig;

/**
 * What {@code generate} does with files of prompts.
 *
 * @param decoding how each prompt is completed, unless its line says else
 * @param blockPrompts prompts in a block: the work of one task, and what a killed run may have to do again. At a block's end
 *     the batch runs empty, so it should have many times {@code decoding.rows}
 * @param tokens whether completions' token ids are written beside their text
 * @param threads of an executor's engine; 0 for all of its cores. The same number gives the same bits
 */
public record BatchConfig(GenerateConfig decoding, int blockPrompts, boolean tokens, int threads) {
    /** Checks the ranges. */
    public BatchConfig {
        if (blockPrompts < 1) {
            throw new IllegalArgumentException("block-prompts must be 1 or more, got " + blockPrompts);
        }
        if (threads < 0) {
            throw new IllegalArgumentException("threads must be 0 (all) or more, got " + threads);
        }
    }

    /** Blocks of 512 prompts, {@link GenerateConfig#defaults} for each of them. */
    public static BatchConfig defaults() {
        return new BatchConfig(GenerateConfig.defaults(), 512, false, 0);
    }
}
