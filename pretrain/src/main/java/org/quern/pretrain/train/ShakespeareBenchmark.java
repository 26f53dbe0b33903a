package org.quern.pretrain.train;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.quern.ingest.job.InputException;
import org.quern.pretrain.collective.Communicator;
import org.quern.pretrain.collective.ExchangeThread;
import org.quern.pretrain.kernel.KernelSource;
import org.quern.pretrain.kernel.Kernels;
import org.quern.pretrain.kernel.Scope;
import org.quern.pretrain.kernel.Torch;
import org.quern.pretrain.model.BatchTensors;
import org.quern.pretrain.model.Model;
import org.quern.pretrain.model.ModelConfig;
import org.quern.pretrain.model.ParameterBuffer;
import org.quern.pretrain.model.ParameterLayout;
import org.quern.pretrain.model.TokenBatch;
import org.quern.pretrain.model.Trunk;
import org.quern.pretrain.model.VocabularyHead;
import org.quern.tokenizer.shard.PackedSequence;

/**
 * How well a small model learns a text by its characters, in nanoGPT's setting for a CPU (its README and
 * {@code config/train_shakespeare_char.py}): 4 layers, 4 heads, 128 wide, batches of 12 random crops that predict 64
 * characters each, AdamW without dropout. nanoGPT's validation loss on tinyshakespeare is 1.88 after 2,000 iterations.
 *
 * <p>The model has Quern's architecture with an MLP as wide as nanoGPT's 795,904 parameters allow: 340.
 */
public final class ShakespeareBenchmark {
    private static final int BLOCK = 64;
    private static final int BATCH = 12;
    private static final int VALIDATION_BATCH = 64;
    private static final double TRAIN_SHARE = 0.9;
    private static final LearningRate RATE = LearningRate.cosine(1e-3, 1e-4, 0.05, 0.05);

    private ShakespeareBenchmark() {}

    /**
     * What to run.
     *
     * @param input a UTF-8 text, gzipped if its name ends in {@code .gz}
     * @param iterations steps; the learning rate's schedule is as long
     * @param muon Muon for the hidden matrices; else AdamW for all
     * @param muonRateFactor its learning rate over AdamW's
     * @param threads that operators use; 0 for all
     * @param seed of the first weights and of the crops
     */
    public record Options(Path input, int iterations, boolean muon, double muonRateFactor, int threads, long seed) {}

    /**
     * What came out.
     *
     * @param validationLoss mean cross-entropy in nats over every character of the last tenth but its first, in
     *     consecutive windows of 64
     * @param parameters of the model
     * @param seconds of training
     */
    public record Figures(double validationLoss, long parameters, double seconds) {}

    /**
     * Trains on the first nine tenths of a text, then validates on the rest.
     *
     * @throws InputException if the text is too short
     */
    public static Figures run(Options options) throws IOException {
        int[] text = characters(read(options.input()));
        int trained = (int) (text.length * TRAIN_SHARE);
        if (trained <= BLOCK + 1) {
            throw new InputException("%s must have more than %d characters, got %d"
                    .formatted(options.input(), (int) ((BLOCK + 2) / TRAIN_SHARE), text.length));
        }
        Torch.useThreads(options.threads());
        int vocabulary = Arrays.stream(text).max().orElse(0) + 1;
        ModelConfig shape =
                new ModelConfig(vocabulary, 128, 340, 4, 4, 4, 32, BLOCK, 1e-5, 10_000, true, true, 0, List.of());
        try (Scope scope = Scope.open("benchmark");
                Kernels kernels = Kernels.load(KernelSource.decoder().and(Muon.source()))) {
            ParameterBuffer weights =
                    ParameterBuffer.random(scope, new ParameterLayout(Model.parameters(shape)), options.seed());
            try (Model model = new Model(shape, kernels, weights, false)) {
                long start = System.nanoTime();
                train(scope, model, Arrays.copyOf(text, trained), options);
                double seconds = (System.nanoTime() - start) / 1e9;
                double loss = validationLoss(model, Arrays.copyOfRange(text, trained, text.length));
                return new Figures(loss, weights.layout().size(), seconds);
            }
        }
    }

    private static String read(Path input) throws IOException {
        try (InputStream file = Files.newInputStream(input);
                InputStream text = input.toString().endsWith(".gz") ? new GZIPInputStream(file) : file) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Each character's place among those that the text has. */
    private static int[] characters(String text) {
        int[] characters = text.codePoints().toArray();
        int[] vocabulary = Arrays.stream(characters).sorted().distinct().toArray();
        return Arrays.stream(characters)
                .map(character -> Arrays.binarySearch(vocabulary, character))
                .toArray();
    }

    private static void train(Scope scope, Model model, int[] text, Options options) throws IOException {
        PretrainConfig config = PretrainConfig.defaults();
        Objective nextToken =
                new TrunkObjective(model, List.of(), config.stages().get(0), config);
        GradientStep step = new GradientStep(model.kernels(), nextToken);
        Random random = new Random(options.seed());
        try (ExchangeThread alone = new ExchangeThread(Communicator.alone())) {
            DataParallel parallel = new ShardedDataParallel(
                    scope, model.kernels(), optimizer(options), model.weights(), alone, model.isBf16());
            for (int i = 0; i < options.iterations(); i++) {
                LossSums sums = parallel.accumulate(step, List.of(crops(text, random)), i);
                parallel.reduce(sums.totals());
                parallel.update(i + 1, RATE.at((i + 1.0) / options.iterations()));
                model.refresh();
            }
        }
    }

    private static OptimizerConfig optimizer(Options options) {
        String kind = options.muon() ? OptimizerConfig.MUON : OptimizerConfig.ADAMW;
        return new OptimizerConfig(kind, 0.9, 0.99, 1e-8, 0.1, 1, options.muonRateFactor(), 0, 4, 0);
    }

    private static TokenBatch crops(int[] text, Random random) {
        List<PackedSequence> rows = new ArrayList<>();
        for (int row = 0; row < BATCH; row++) {
            rows.add(window(text, random.nextInt(text.length - BLOCK)));
        }
        return TokenBatch.of(rows);
    }

    /** A block and the character after it: each character but the first is predicted. */
    private static PackedSequence window(int[] text, int begin) {
        int[] tokens = new int[BLOCK + 1];
        int length = Math.min(tokens.length, text.length - begin);
        System.arraycopy(text, begin, tokens, 0, length);
        return new PackedSequence(tokens, length, new int[] {0});
    }

    private static double validationLoss(Model model, int[] text) {
        Trunk trunk = new Trunk(model);
        VocabularyHead head = new VocabularyHead(model, Model.FINAL_NORM);
        double sum = 0;
        for (int begin = 0; begin < text.length - 1; begin += BLOCK * VALIDATION_BATCH) {
            List<PackedSequence> rows = new ArrayList<>();
            for (int at = begin; at < text.length - 1 && rows.size() < VALIDATION_BATCH; at += BLOCK) {
                rows.add(window(text, at));
            }
            TokenBatch batch = TokenBatch.of(rows);
            try (Scope scope = Scope.open("validation")) {
                BatchTensors tensors = new BatchTensors(scope, model.kernels(), model.config(), batch, model.isBf16());
                List<NDArray> hidden = trunk.hidden(scope, tensors);
                float[] losses = head.losses(scope, hidden.get(hidden.size() - 1), batch.targets(1))
                        .toFloatArray();
                for (float loss : losses) {
                    sum += loss;
                }
            }
        }
        return sum / (text.length - 1);
    }
}
