package org.quern.mtp;

import java.util.List;
import org.quern.pretrain.train.BatchRamp;
import org.quern.pretrain.train.CheckpointConfig;
import org.quern.pretrain.train.ExchangeConfig;
import org.quern.pretrain.train.LearningRate;
import org.quern.pretrain.train.OptimizerConfig;
import org.quern.pretrain.train.PretrainConfig;
import org.quern.pretrain.train.StageConfig;
import org.quern.pretrain.train.TrainingConfig;

/**
 * What {@code tune-mtp} does.
 *
 * @param layers MTP layers in the end: 1 tunes the checkpoint's own, more tune copies of it and leave it as it is
 * @param depth how many tokens they draft, at least {@code layers} and 2; beyond the last layer, that layer goes on from
 *     its own output
 * @param stage of the tokenized folder, on whose tokens they are tuned
 * @param tokens positions to train on; 0 for as many as {@code epochs} make
 * @param epochs passes over the stage's rows, where {@code tokens} is 0
 * @param learningRate over those positions
 * @param every the losses take every n-th position, in turn
 * @param optimizer the optimizer
 * @param precision of matrix products: {@code bf16} or {@code fp32}
 * @param batchTokens positions in a step; a multiple of ranks * microbatchTokens
 * @param microbatchTokens positions that one pass holds; at least the stage's context, and a multiple of it
 * @param seed of the order of rows
 * @param ranks barrier tasks that share each step; 0 for as many as run at once and divide a step
 * @param threads that an operator uses; 0 for the cores of a task. Another number changes the last bits
 * @param exchange what passes between ranks
 * @param checkpoints of the trainer's state
 */
public record TuneMtpConfig(
        int layers,
        int depth,
        String stage,
        long tokens,
        double epochs,
        LearningRate learningRate,
        int every,
        OptimizerConfig optimizer,
        String precision,
        int batchTokens,
        int microbatchTokens,
        long seed,
        int ranks,
        int threads,
        ExchangeConfig exchange,
        CheckpointConfig checkpoints) {

    /** The checkpoint has its own. */
    private static final double UNUSED_ROPE_THETA = 10_000;

    /** Checks the ranges. */
    public TuneMtpConfig {
        if (layers < 1) {
            throw new IllegalArgumentException("layers must be 1 or more, got " + layers);
        }
        if (depth < Math.max(2, layers)) {
            throw new IllegalArgumentException(
                    String.format("depth must be 2 or more and at least layers, got %d and layers %d", depth, layers));
        }
        if (every < 1) {
            throw new IllegalArgumentException("every must be 1 or more, got " + every);
        }
        // Checks what is the trainer's.
        new TrainingConfig(
                List.of(new StageConfig(stage, tokens, epochs, learningRate, UNUSED_ROPE_THETA, 0)),
                optimizer,
                precision,
                batchTokens,
                microbatchTokens,
                BatchRamp.NONE,
                seed,
                ranks,
                threads,
                exchange,
                checkpoints);
    }

    /**
     * Three tokens, as MiMo-7B drafts them (arXiv 2505.07608, section 2.2), but by one layer: after as much tuning it keeps more
     * drafts than three do, and costs a third. Tuned on the last stage; the rest as pretrain's.
     */
    public static TuneMtpConfig defaults() {
        PretrainConfig pretrain = PretrainConfig.defaults();
        return new TuneMtpConfig(
                1,
                3,
                "stage3",
                0,
                1,
                new LearningRate(1e-3, 1e-5, 0.02, 0.02, "cosine"),
                1,
                pretrain.optimizer(),
                pretrain.precision(),
                pretrain.batchTokens(),
                pretrain.microbatchTokens(),
                pretrain.seed(),
                pretrain.ranks(),
                pretrain.threads(),
                pretrain.exchange(),
                pretrain.checkpoints());
    }

    /** What the trainer goes by. */
    TrainingConfig training() {
        return new TrainingConfig(
                List.of(new StageConfig(stage, tokens, epochs, learningRate, UNUSED_ROPE_THETA, 0)),
                optimizer,
                precision,
                batchTokens,
                microbatchTokens,
                BatchRamp.NONE,
                seed,
                ranks,
                threads,
                exchange,
                checkpoints);
    }
}
