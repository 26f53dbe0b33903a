package org.quern.pretrain.train;

import java.io.Serializable;

/**
 * How the batch grows at the start of a training: linearly in tokens, as MiMo's does over its first 168B (arXiv
 * 2505.07608, section 2.3). A step has as many micro-batches, the same for each rank, as fit into what the line says.
 *
 * @param fromTokens positions in the first step; where that is below one micro-batch of each rank, it has that one
 * @param overTokens positions after which a step has {@code batchTokens}; 0 for no ramp
 */
public record BatchRamp(int fromTokens, long overTokens) implements Serializable {
    /** No ramp: whole batches from the first step on. */
    public static final BatchRamp NONE = new BatchRamp(0, 0);

    /** Checks the ranges. */
    public BatchRamp {
        if (fromTokens < 0 || overTokens < 0) {
            throw new IllegalArgumentException(
                    "batchRamp: fromTokens and overTokens must be 0 or more, got " + fromTokens + " and " + overTokens);
        }
    }

    /** How many micro-batches a step has that begins at a position of the training. */
    int microbatches(long position, TrainingConfig config) {
        double size = config.batchTokens();
        if (position < overTokens) {
            size = fromTokens + (size - fromTokens) * ((double) position / overTokens);
        }
        // Where as many ranks run as can, their number must not change what is trained.
        int ranks = Math.max(1, config.ranks());
        return Math.max(1, (int) (size / config.microbatchTokens()) / ranks) * ranks;
    }
}
