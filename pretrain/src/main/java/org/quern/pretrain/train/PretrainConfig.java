package org.quern.pretrain.train;

import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.quern.ingest.job.ConfigReader;

/**
 * What {@code pretrain} does.
 *
 * @param model the model's shape
 * @param stages in order
 * @param optimizer the optimizer
 * @param precision of matrix products: {@code bf16}, or {@code fp32}, which is faster on a CPU without AMX. Weights and
 *     moments are always fp32
 * @param batchTokens positions in a step; a multiple of ranks * microbatchTokens
 * @param microbatchTokens positions that one pass holds; at least each stage's context, and a multiple of it
 * @param batchRamp how steps grow to {@code batchTokens} at the start
 * @param exitWeight of the loss at each exit layer
 * @param exitEvery the exits' losses take every n-th position, in turn
 * @param mtpEvery the MTP loss takes every n-th position, in turn
 * @param seed of the first weights and of the order of rows
 * @param ranks barrier tasks that share each step; 0 for as many as run at once and divide a step
 * @param threads that an operator uses; 0 for the cores of a task. Another number changes the last bits
 * @param exchange what passes between ranks
 * @param checkpoints of the trainer's state
 * @param recompute {@code none}: what the way back needs is kept; {@code layers}: only each layer's input, and each layer
 *     runs again on the way back, to the same bits with less memory
 * @param zLossWeight of the square of the log sum exp of the next token's logits; 1e-4 in PaLM, 0 for none
 * @param layerSkip what is left out in training, and the exits' turns
 */
public record PretrainConfig(
        ModelShape model,
        List<StageConfig> stages,
        OptimizerConfig optimizer,
        String precision,
        int batchTokens,
        int microbatchTokens,
        BatchRamp batchRamp,
        double exitWeight,
        int exitEvery,
        int mtpEvery,
        long seed,
        int ranks,
        int threads,
        ExchangeConfig exchange,
        CheckpointConfig checkpoints,
        String recompute,
        double zLossWeight,
        LayerSkipConfig layerSkip)
        implements Serializable {

    static final String NOTHING = "none";
    static final String LAYERS = "layers";

    /** Checks the ranges. */
    public PretrainConfig {
        stages = List.copyOf(stages);
        // Checks what is the trainer's.
        new TrainingConfig(
                stages,
                optimizer,
                precision,
                batchTokens,
                microbatchTokens,
                batchRamp,
                seed,
                ranks,
                threads,
                exchange,
                checkpoints);
        require(exitWeight >= 0, "exitWeight must be 0 or more, got " + exitWeight);
        require(
                exitEvery > 0 && mtpEvery > 0,
                "exitEvery and mtpEvery must be 1 or more, got " + exitEvery + " and " + mtpEvery);
        require(
                List.of(NOTHING, LAYERS).contains(recompute),
                "recompute must be none or layers, got '" + recompute + "'");
        require(zLossWeight >= 0, "zLossWeight must be 0 or more, got " + zLossWeight);
        require(
                layerSkip.positionExits() == 0 || !model.exitLayers().isEmpty(),
                "layerSkip.positionExits is " + layerSkip.positionExits() + ", but model.exitLayers is empty");
        model.config(1, 1, 10000);
    }

    /**
     * A small model and MiMo-7B's schedule (arXiv 2505.07608, section 2.3) scaled down: warm-up, constant, cosine; on at
     * the lower rate; constant, then a last cosine, with RoPE base 640,000. MTP weight 0.3, then 0.1.
     */
    public static PretrainConfig defaults() {
        return new PretrainConfig(
                new ModelShape(256, 6, 4, 2, 0, 704, true, 1e-5, 1, List.of(2, 4), 0),
                List.of(
                        new StageConfig("stage1", 0, 1, LearningRate.cosine(3e-3, 1e-3, 0.05, 0.6), 10_000, 0.3),
                        new StageConfig("stage2", 0, 1, LearningRate.cosine(1e-3, 1e-3, 0, 1), 10_000, 0.1),
                        new StageConfig("stage3", 0, 1, LearningRate.cosine(1e-3, 2e-4, 0, 0.5), 640_000, 0.1)),
                new OptimizerConfig(OptimizerConfig.ADAMW, 0.9, 0.95, 1e-8, 0.1, 1, 10, 6, 128, 10),
                TrainingConfig.BF16,
                8192,
                4096,
                BatchRamp.NONE,
                0.1,
                4,
                1,
                42,
                1,
                0,
                new ExchangeConfig(false, 0, 0.7, 0.9, 300),
                new CheckpointConfig(100, 2, false),
                NOTHING,
                0,
                LayerSkipConfig.NONE);
    }

    /**
     * This config with other values for some keys.
     *
     * @param settings dotted key to YAML value, as {@code --set} takes them
     */
    public PretrainConfig with(Map<String, String> settings) {
        return ConfigReader.read(this, MissingNode.getInstance(), settings, "pretrain");
    }

    /** What the trainer goes by. */
    public TrainingConfig training() {
        return new TrainingConfig(
                stages,
                optimizer,
                precision,
                batchTokens,
                microbatchTokens,
                batchRamp,
                seed,
                ranks,
                threads,
                exchange,
                checkpoints);
    }

    /** How often the head over the vocabulary runs for a token, in the mean: for the next one, MTP and exits. */
    double headsPerToken() {
        int exits = exitWeight == 0 ? 0 : model.exitLayers().size();
        int exitsInAStep = layerSkip.rotateExits() ? Math.min(1, exits) : exits;
        return 1 + (double) model.mtpLayers() / mtpEvery + (double) exitsInAStep / exitEvery;
    }

    /** Whether layers run again on the way back. */
    boolean recomputesLayers() {
        return recompute.equals(LAYERS);
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
