package org.quern.pretrain.train;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.quern.ingest.bench.ProcessMemory;
import org.quern.pretrain.kernel.Kernels;
import org.quern.pretrain.kernel.Scope;
import org.quern.pretrain.kernel.Torch;
import org.quern.pretrain.model.Model;
import org.quern.pretrain.model.ModelConfig;
import org.quern.pretrain.model.ParameterBuffer;
import org.quern.pretrain.model.ParameterLayout;
import org.quern.pretrain.model.TokenBatch;
import org.quern.tokenizer.shard.PackedSequence;

/**
 * How fast a training step is: forward, backward, clip and AdamW on random tokens with the losses that are given. Every target counts; nothing is sampled.
 */
public final class TrainStepBenchmark {
    private static final long SEED = 0;

    private TrainStepBenchmark() {}

    /**
     * What to run.
     *
     * @param precision of matrix products: {@code bf16} or {@code fp32}
     * @param threads that operators use; 0 for all
     * @param steps to take the best of
     * @param documents in each row, equally long
     * @param recompute {@code none} or {@code layers}, as {@link PretrainConfig#recompute}
     */
    public record Options(
            int hidden,
            int layers,
            int heads,
            int kvHeads,
            int ffn,
            int vocab,
            int seq,
            int batch,
            boolean mtp,
            String precision,
            int threads,
            int steps,
            int documents,
            String recompute) {
        /** 39 million parameters, as the PyTorch script that this is compared with. */
        public static Options defaults() {
            return new Options(
                    512, 8, 8, 2, 1408, 16384, 512, 4, false, PretrainConfig.BF16, 2, 8, 1, PretrainConfig.NOTHING);
        }
    }

    /**
     * What came out.
     *
     * @param tokensPerSecond of the best step
     * @param peakGb the most memory that this process ever held, 10^9 bytes; 0 where the system does not tell
     * @param stepMillis of the best step
     * @param parameters of the model, MTP included
     * @param loss of the last step
     */
    public record Figures(double tokensPerSecond, double peakGb, double stepMillis, long parameters, double loss) {}

    /**
     * Runs it.
     *
     * @param factories of the losses to add; those of MTP where {@code options.mtp()}
     */
    public static Figures run(Options options, List<LossTermFactory> factories) throws IOException {
        Torch.useThreads(options.threads());
        PretrainConfig config = config(options);
        ModelConfig shape = config.model().config(options.vocab(), options.seq(), 10_000);
        ParameterLayout layout = Trainer.layout(shape, factories);
        try (Scope scope = Scope.open("benchmark");
                Kernels kernels = Kernels.load(Trainer.source(factories))) {
            ParameterBuffer weights = ParameterBuffer.random(scope, layout, SEED);
            try (Model model = new Model(shape, kernels, weights, config.isBf16())) {
                return measure(scope, options, factories, config, model);
            }
        }
    }

    private static Figures measure(
            Scope scope, Options options, List<LossTermFactory> factories, PretrainConfig config, Model model)
            throws IOException {
        ParameterBuffer weights = model.weights();
        ParameterBuffer gradients = ParameterBuffer.zeros(scope, weights.layout());
        AdamW optimizer = new AdamW(scope, model.kernels(), config.optimizer(), weights.layout());
        GradientStep step = new GradientStep(model, factories, config.stages().get(0), config);
        List<TokenBatch> batches = List.of(randomTokens(options));
        double best = Double.MAX_VALUE;
        double loss = 0;
        for (int i = 0; i < options.steps(); i++) {
            long start = System.nanoTime();
            LossSums sums = step.accumulate(batches, i, gradients);
            try (Scope update = Scope.open("update")) {
                double norm = optimizer.gradientNorm(update, gradients);
                optimizer.update(update, weights, gradients, norm, i + 1, 1e-4);
            }
            model.refresh();
            best = Math.min(best, (System.nanoTime() - start) / 1e9);
            loss = sums.mean(0);
        }
        return new Figures(
                options.batch() * options.seq() / best,
                ProcessMemory.peakResident() / 1e9,
                best * 1e3,
                weights.layout().size(),
                loss);
    }

    private static PretrainConfig config(Options o) {
        PretrainConfig defaults = PretrainConfig.defaults();
        int tokens = o.batch() * o.seq();
        return new PretrainConfig(
                new ModelShape(
                        o.hidden(),
                        o.layers(),
                        o.heads(),
                        o.kvHeads(),
                        0,
                        o.ffn(),
                        false,
                        1e-5,
                        o.mtp() ? 1 : 0,
                        List.of(),
                        0),
                defaults.stages(),
                defaults.optimizer(),
                o.precision(),
                tokens,
                tokens,
                BatchRamp.NONE,
                0,
                1,
                1,
                SEED,
                1,
                o.threads(),
                defaults.exchange(),
                defaults.checkpoints(),
                o.recompute(),
                0,
                LayerSkipConfig.NONE);
    }

    private static TokenBatch randomTokens(Options options) {
        Random random = new Random(SEED);
        int[] starts = IntStream.range(0, options.documents())
                .map(document -> (int) ((long) document * options.seq() / options.documents()))
                .toArray();
        List<PackedSequence> rows = new ArrayList<>();
        for (int row = 0; row < options.batch(); row++) {
            int[] tokens = random.ints(options.seq(), 0, options.vocab()).toArray();
            rows.add(new PackedSequence(tokens, tokens.length, starts));
        }
        return TokenBatch.of(rows);
    }
}
