package org.quern.pretrain.train;

import org.quern.ingest.job.InputException;
import org.quern.pretrain.data.StageData;

/**
 * A stage in steps.
 *
 * @param steps in the stage
 * @param microbatches of all ranks in a step
 * @param rows in a micro-batch
 * @param contextLength tokens in a row
 */
record StagePlan(long steps, int microbatches, int rows, int contextLength) {
    static StagePlan of(StageConfig stage, PretrainConfig config, StageData data) {
        int context = data.contextLength();
        if (config.microbatchTokens() % context != 0) {
            throw new InputException("microbatchTokens must be a multiple of the context of %s, got %d and %d"
                    .formatted(stage.name(), config.microbatchTokens(), context));
        }
        double tokens = stage.tokens() > 0 ? stage.tokens() : stage.epochs() * data.numRows() * context;
        long steps = Math.max(1, Math.round(tokens / config.batchTokens()));
        return new StagePlan(
                steps, config.batchTokens() / config.microbatchTokens(), config.microbatchTokens() / context, context);
    }

    long tokensPerStep() {
        return (long) microbatches * rows * contextLength;
    }
}
