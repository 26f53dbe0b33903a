package org.quern.pretrain.train;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.commons.io.FileUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.jspecify.annotations.Nullable;
import org.quern.pretrain.checkpoint.ModelFolder;
import org.quern.pretrain.collective.Communicator;
import org.quern.pretrain.collective.LoopbackRing;
import org.quern.pretrain.collective.WatchedCommunicator;
import org.quern.pretrain.collective.WireFormat;
import org.quern.pretrain.data.StageData;
import org.quern.pretrain.kernel.KernelSource;
import org.quern.pretrain.kernel.Kernels;
import org.quern.pretrain.kernel.Scope;
import org.quern.pretrain.kernel.Torch;
import org.quern.pretrain.model.BatchTensors;
import org.quern.pretrain.model.Model;
import org.quern.pretrain.model.ModelConfig;
import org.quern.pretrain.model.ParameterLayout;
import org.quern.pretrain.model.TokenBatch;
import org.quern.pretrain.model.Trunk;
import org.quern.pretrain.model.VocabularyHead;
import org.quern.tokenizer.shard.EpochLedger;

/**
 * What DiLoCo's local steps save and cost: two ranks of one thread each learn a stage with and without them, from the same
 * weights and batches, and are tested on the next stage's rows. As in the paper (arXiv 2311.08105, section 3), both may begin
 * with a model that learnt synchronously.
 */
public final class LocalStepsBenchmark {
    private static final int RANKS = 2;
    private static final int TEST_ROWS = 16;
    private static final int TIMEOUT_SECONDS = 300;
    private static final String STAGE = "stage1";

    private LocalStepsBenchmark() {}

    /**
     * What to run.
     *
     * @param input a folder that tokenize wrote, with stage1 to learn and stage2 to test on
     * @param startTokens learnt synchronously before the two ways part, at a constant rate
     * @param tokens to learn from then on, while the rate falls to a hundredth
     * @param batchTokens in a step of both ranks
     * @param rate AdamW's, of steps that both ranks share
     * @param localRate AdamW's, of a rank's own steps, whose gradients come from half the batch
     * @param localSteps between two exchanges
     * @param outerRate see {@link ExchangeConfig}
     * @param outerMomentum see {@link ExchangeConfig}
     */
    public record Options(
            Path input,
            long startTokens,
            long tokens,
            int batchTokens,
            double rate,
            double localRate,
            int localSteps,
            double outerRate,
            double outerMomentum) {}

    /**
     * What came out.
     *
     * @param trafficRatio how many times fewer bytes travel with local steps, from where the two ways part
     * @param startLoss there, in nats a token, on the test rows
     * @param loss with local steps
     * @param synchronousLoss without
     */
    public record Figures(double trafficRatio, double startLoss, double loss, double synchronousLoss) {}

    private record Run(long numbers, double loss) {}

    /** Runs it. */
    public static Figures run(Options options) throws Exception {
        Torch.useThreads(1);
        Path start = Files.createTempDirectory("quern-local-steps");
        try {
            String shared = schedule(options.startTokens(), options.rate(), options.rate(), 0.1);
            double startLoss =
                    run(options, config(options, shared, 0), start, null).loss();
            Run synchronous = goOn(options, options.rate(), 0, start);
            Run local = goOn(options, options.localRate(), options.localSteps(), start);
            return new Figures(
                    (double) synchronous.numbers() / local.numbers(), startLoss, local.loss(), synchronous.loss());
        } finally {
            FileUtils.deleteDirectory(start.toFile());
        }
    }

    private static Run goOn(Options options, double rate, int localSteps, Path start) throws Exception {
        String falling = schedule(options.tokens(), rate, rate / 100, 0.02);
        Path folder = Files.createTempDirectory("quern-local-steps");
        try {
            PretrainConfig config = config(options, falling, localSteps);
            return run(options, config, folder, start.resolve(STAGE).toString());
        } finally {
            FileUtils.deleteDirectory(folder.toFile());
        }
    }

    private static Run run(Options options, PretrainConfig config, Path folder, @Nullable String checkpoint)
            throws Exception {
        long numbers = train(options, config, folder, checkpoint);
        return new Run(numbers, test(options, config, folder.resolve(STAGE)));
    }

    private static String schedule(long tokens, double peak, double end, double warmup) {
        return "[{name: %s, tokens: %d, epochs: 0, ropeTheta: 10000, mtpWeight: 0, learningRate: {peak: %s, end: %s, warmup: %s, constantUntil: %s}}]"
                .formatted(STAGE, tokens, peak, end, warmup, warmup);
    }

    private static PretrainConfig config(Options options, String stages, int localSteps) {
        return PretrainConfig.defaults()
                .with(Map.ofEntries(
                        Map.entry("model.hiddenSize", "64"),
                        Map.entry("model.numLayers", "3"),
                        Map.entry("model.numHeads", "2"),
                        Map.entry("model.numKvHeads", "1"),
                        Map.entry("model.intermediateSize", "192"),
                        Map.entry("model.mtpLayers", "0"),
                        Map.entry("model.exitLayers", "[]"),
                        Map.entry("stages", stages),
                        Map.entry("precision", TrainingConfig.FP32),
                        Map.entry("batchTokens", Integer.toString(options.batchTokens())),
                        Map.entry("microbatchTokens", Integer.toString(options.batchTokens() / RANKS)),
                        // Of steps so small many are outliers, and other ones in each way.
                        Map.entry("optimizer.outlierSigmas", "0"),
                        Map.entry("ranks", Integer.toString(RANKS)),
                        Map.entry("threads", "1"),
                        Map.entry("exchange.localSteps", Integer.toString(localSteps)),
                        Map.entry("exchange.outerRate", Double.toString(options.outerRate())),
                        Map.entry("exchange.outerMomentum", Double.toString(options.outerMomentum())),
                        Map.entry("checkpoints.everySteps", Integer.toString(Math.max(1, localSteps) * 1_000_000))));
    }

    /** Trains both ranks; returns how many numbers each gave to its communicator. */
    private static long train(Options options, PretrainConfig config, Path folder, @Nullable String checkpoint)
            throws Exception {
        List<Callable<Long>> tasks = new ArrayList<>();
        for (Communicator end : LoopbackRing.open(RANKS, new SparkConf(), WireFormat.FP32, TIMEOUT_SECONDS)) {
            AtomicLong numbers = new AtomicLong();
            Communicator counting =
                    new WatchedCommunicator(end, (kind, values) -> numbers.addAndGet(values.remaining() / Float.BYTES));
            Training training = new Pretraining(config, List.of(), checkpoint);
            TrainerSetup setup = new TrainerSetup(config.training(), training, options.input(), folder, 1);
            tasks.add(() -> {
                try (Trainer trainer = new Trainer(setup, counting)) {
                    trainer.run();
                    return numbers.get();
                }
            });
        }
        ExecutorService threads = Executors.newFixedThreadPool(RANKS);
        try {
            long numbers = 0;
            for (Future<Long> rank : threads.invokeAll(tasks)) {
                numbers = rank.get();
            }
            return numbers;
        } finally {
            threads.shutdown();
        }
    }

    /** The mean loss on the next stage's rows. */
    private static double test(Options options, PretrainConfig config, Path folder) throws IOException {
        ModelFolder model = new ModelFolder(folder);
        ModelConfig shape = model.config();
        String tokenizer = TokenizerFile.hash(model.tokenizer());
        boolean bf16 = config.training().isBf16();
        try (Scope scope = Scope.open("test");
                Kernels kernels = Kernels.load(KernelSource.decoder());
                Model loaded = new Model(
                        shape, kernels, model.load(scope, new ParameterLayout(Model.parameters(shape))), bf16);
                StageData data = new StageData(
                        new org.apache.hadoop.fs.Path(
                                options.input().resolve("stage2").toUri()),
                        new Configuration(),
                        List.of(),
                        tokenizer,
                        config.seed(),
                        EpochLedger.EMPTY)) {
            double sum = 0;
            long count = 0;
            Trunk trunk = new Trunk(loaded);
            VocabularyHead head = new VocabularyHead(loaded, Model.FINAL_NORM);
            for (int step = 0; step < data.numRows() / TEST_ROWS; step++) {
                TokenBatch batch = data.step(step, 1, TEST_ROWS).get(0);
                TokenBatch.Targets targets = batch.targets(1);
                try (Scope one = Scope.open("batch")) {
                    BatchTensors tensors = new BatchTensors(one, kernels, shape, batch, bf16);
                    List<NDArray> hidden = trunk.hidden(one, tensors);
                    sum += head.losses(one, hidden.get(hidden.size() - 1), targets)
                            .sum()
                            .getFloat();
                    count += targets.rows().length;
                }
            }
            return sum / count;
        }
    }
}
