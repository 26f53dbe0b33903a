package org.quern.pretrain.train;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.quern.ingest.bench.ProcessMemory;
import org.quern.pretrain.collective.Communicator;
import org.quern.pretrain.collective.ExchangeThread;
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
                    512, 8, 8, 2, 1408, 16384, 512, 4, false, TrainingConfig.BF16, 2, 8, 1, PretrainConfig.NOTHING);
        }

        /** The same with another number of threads. */
        Options withThreads(int number) {
            return new Options(
                    hidden, layers, heads, kvHeads, ffn, vocab, seq, batch, mtp, precision, number, steps, documents,
                    recompute);
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
        return run(options, factories, Communicator.alone());
    }

    /** Runs one rank's share of it; closes the communicator. */
    static Figures run(Options options, List<LossTermFactory> factories, Communicator communicator) throws IOException {
        Torch.useThreads(options.threads());
        PretrainConfig config = config(options);
        boolean bf16 = config.training().isBf16();
        ModelConfig shape = config.model().config(options.vocab(), options.seq(), 10_000);
        Pretraining training = new Pretraining(config, factories);
        ParameterLayout layout = new ParameterLayout(training.parameters(shape));
        try (Scope scope = Scope.open("benchmark");
                Kernels kernels = Kernels.load(training.kernels());
                ExchangeThread exchange = new ExchangeThread(communicator)) {
            ParameterBuffer weights = ParameterBuffer.random(scope, layout, SEED);
            DataParallel parallel =
                    new ShardedDataParallel(scope, kernels, config.optimizer(), weights, exchange, bf16);
            try (Model model = new Model(shape, kernels, weights, bf16)) {
                GradientStep step = new GradientStep(
                        kernels, training.objective(model, config.stages().get(0)));
                return measure(options, model, step, parallel, batches(options, communicator.ranks()));
            }
        }
    }

    private static Figures measure(
            Options options, Model model, GradientStep step, DataParallel parallel, List<TokenBatch> batches)
            throws IOException {
        double best = Double.MAX_VALUE;
        double loss = 0;
        for (int i = 0; i < options.steps(); i++) {
            long start = System.nanoTime();
            LossSums sums = parallel.accumulate(step, batches, i);
            parallel.reduce(sums.totals());
            parallel.update(i + 1, 1e-4);
            model.refresh();
            best = Math.min(best, (System.nanoTime() - start) / 1e9);
            loss = sums.mean(0);
        }
        return new Figures(
                options.batch() * options.seq() / best,
                ProcessMemory.peakResident() / 1e9,
                best * 1e3,
                model.weights().layout().size(),
                loss);
    }

    private static PretrainConfig config(Options o) {
        String tokens = Integer.toString(o.batch() * o.seq());
        return PretrainConfig.defaults()
                .with(Map.ofEntries(
                        Map.entry("model.hiddenSize", Integer.toString(o.hidden())),
                        Map.entry("model.numLayers", Integer.toString(o.layers())),
                        Map.entry("model.numHeads", Integer.toString(o.heads())),
                        Map.entry("model.numKvHeads", Integer.toString(o.kvHeads())),
                        Map.entry("model.intermediateSize", Integer.toString(o.ffn())),
                        Map.entry("model.tiedHead", "false"),
                        Map.entry("model.mtpLayers", o.mtp() ? "1" : "0"),
                        Map.entry("model.exitLayers", "[]"),
                        Map.entry("precision", o.precision()),
                        Map.entry("batchTokens", tokens),
                        Map.entry("microbatchTokens", tokens),
                        Map.entry("recompute", o.recompute())));
    }

    /** A step's rows, in a micro-batch for each rank. */
    private static List<TokenBatch> batches(Options options, int ranks) {
        Random random = new Random(SEED);
        int[] starts = IntStream.range(0, options.documents())
                .map(document -> (int) ((long) document * options.seq() / options.documents()))
                .toArray();
        List<TokenBatch> batches = new ArrayList<>();
        for (int rank = 0; rank < ranks; rank++) {
            List<PackedSequence> rows = new ArrayList<>();
            for (int row = 0; row < options.batch() / ranks; row++) {
                int[] tokens = random.ints(options.seq(), 0, options.vocab()).toArray();
                rows.add(new PackedSequence(tokens, tokens.length, starts));
            }
            batches.add(TokenBatch.of(rows));
        }
        return batches;
    }
}
