package org.quern.pretrain.train;

import java.io.Serializable;
import java.util.List;

/**
 * How the trainer goes about its work, whatever it trains. The components are those of the same names in
 * {@link PretrainConfig}, which says what each means.
 */
public record TrainingConfig(
        List<StageConfig> stages,
        OptimizerConfig optimizer,
        String precision,
        int batchTokens,
        int microbatchTokens,
        BatchRamp batchRamp,
        long seed,
        int ranks,
        int threads,
        ExchangeConfig exchange,
        CheckpointConfig checkpoints)
        implements Serializable {
    static final String BF16 = "bf16";
    static final String FP32 = "fp32";

    /** Checks the ranges. */
    public TrainingConfig {
        stages = List.copyOf(stages);
        require(!stages.isEmpty(), "stages must name one or more");
        require(
                stages.stream().map(StageConfig::name).distinct().count() == stages.size(),
                "stages must have different names, got " + stages);
        require(List.of(BF16, FP32).contains(precision), "precision must be bf16 or fp32, got '" + precision + "'");
        require(ranks >= 0, "ranks must be 0 (as many as run at once) or more, got " + ranks);
        require(microbatchTokens > 0, "microbatchTokens must be 1 or more, got " + microbatchTokens);
        require(
                batchTokens > 0 && batchTokens % ((long) Math.max(1, ranks) * microbatchTokens) == 0,
                "batchTokens must be a multiple of ranks * microbatchTokens, got " + batchTokens + " and " + ranks
                        + " * " + microbatchTokens);
        require(
                batchRamp.fromTokens() <= batchTokens,
                "batchRamp.fromTokens must be at most batchTokens, " + batchTokens + ", got " + batchRamp.fromTokens());
        require(threads >= 0, "threads must be 0 (the cores of a task) or more, got " + threads);
        require(
                exchange.localSteps() == 0 || checkpoints.everySteps() % exchange.localSteps() == 0,
                "checkpoints.everySteps must be a multiple of exchange.localSteps, got " + checkpoints.everySteps()
                        + " and " + exchange.localSteps());
        require(
                exchange.localSteps() == 0 || !optimizer.isMuon(),
                "exchange.localSteps must be 0 where optimizer.kind is muon, got " + exchange.localSteps());
    }

    /** Whether matrix products run in bf16. */
    boolean isBf16() {
        return precision.equals(BF16);
    }

    /** Whether ranks that take steps of their own exchange weights after this one. */
    boolean isExchangeDue(long step) {
        return exchange.localSteps() > 0 && step % exchange.localSteps() == 0;
    }

    /** The most ranks, of so many that could run at once, among which a step divides. */
    int ranks(int slots) {
        int microbatches = batchTokens / microbatchTokens;
        int most = Math.min(slots, microbatches);
        while (microbatches % most != 0) {
            most--;
        }
        return most;
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
