package org.quern.mtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.quern.ingest.job.ConfigReader;
import org.quern.ingest.job.InputException;
import org.quern.ingest.job.JobContext;
import org.quern.ingest.job.JobInput;
import org.quern.ingest.job.JobRunner;
import org.quern.ingest.job.Manifest;
import org.quern.ingest.job.SparkExtension;
import org.quern.pretrain.checkpoint.ModelFolder;
import org.quern.pretrain.checkpoint.Safetensors;
import org.quern.pretrain.kernel.KernelSource;
import org.quern.pretrain.kernel.Scope;
import org.quern.pretrain.model.Model;
import org.quern.pretrain.model.ModelConfig;
import org.quern.pretrain.model.ParameterBuffer;
import org.quern.pretrain.model.ParameterLayout;
import org.quern.pretrain.model.ParameterSpec;
import org.quern.pretrain.model.TokenBatch;
import org.quern.pretrain.train.FakeTokenize;
import org.quern.pretrain.train.LossSums;
import org.quern.pretrain.train.LossTerm;
import org.quern.pretrain.train.Objective;
import org.quern.pretrain.train.StageConfig;
import org.quern.pretrain.train.TinyCorpus;
import org.quern.pretrain.train.Training;
import org.quern.pretrain.train.TrainingRun;

@ExtendWith(SparkExtension.class)
final class TuneMtpJobTest {
    private static final int STEPS = 24;

    @TempDir
    Path temporary;

    private Manifest tokens;

    @BeforeEach
    void tokenize(SparkSession spark) throws Exception {
        tokens = new JobRunner(spark)
                .run(
                        new FakeTokenize(),
                        new FakeTokenize.Nothing(),
                        List.of(),
                        temporary.resolve("tokens").toString(),
                        JobRunner.Existing.KEEP);
    }

    @Test
    void copiesLearnAndAllElseKeepsItsBytes(SparkSession spark) throws Exception {
        Path checkpoint = checkpoint(1);
        Path output = temporary.resolve("tuned");
        Manifest manifest = run(spark, config(Map.of("layers", "3")), checkpoint, output);
        assertThat(manifest.counts().of("updates")).isEqualTo(STEPS);
        Path model = output.resolve("stage1");
        assertThat(new ModelFolder(model).config())
                .isEqualTo(new ModelFolder(checkpoint).config().withMtpLayers(3));
        assertThat(Files.readAllBytes(model.resolve("tokenizer.json")))
                .isEqualTo(Files.readAllBytes(checkpoint.resolve("tokenizer.json")));
        try (Safetensors before = Safetensors.open(checkpoint.resolve("model.safetensors"));
                Safetensors after = Safetensors.open(model.resolve("model.safetensors"))) {
            int perLayer = 0;
            for (String name : before.entries().keySet()) {
                assertThat(after.floats(name)).as(name).isEqualTo(before.floats(name));
                if (name.startsWith(MtpLayer.prefix(0))) {
                    perLayer++;
                    for (int layer = 1; layer < 3; layer++) {
                        String copy = MtpLayer.prefix(layer)
                                + name.substring(MtpLayer.prefix(0).length());
                        assertThat(after.floats(copy)).as(copy).isNotEqualTo(before.floats(name));
                    }
                }
            }
            assertThat(after.entries()).hasSize(before.entries().size() + 2 * perLayer);
        }
        assertCopiesLearnt(output);
    }

    @Test
    void oneLayerLearnsToGoOnFromItself(SparkSession spark) throws Exception {
        Path checkpoint = checkpoint(1);
        Path output = temporary.resolve("one");
        run(spark, config(Map.of()), checkpoint, output);
        Path model = output.resolve("stage1");
        assertThat(new ModelFolder(model).config()).isEqualTo(new ModelFolder(checkpoint).config());
        try (Safetensors before = Safetensors.open(checkpoint.resolve("model.safetensors"));
                Safetensors after = Safetensors.open(model.resolve("model.safetensors"))) {
            assertThat(after.entries().keySet()).isEqualTo(before.entries().keySet());
            for (String name : before.entries().keySet()) {
                assertThat(after.floats(name).equals(before.floats(name)))
                        .as(name)
                        .isEqualTo(!name.startsWith(MtpLayer.prefix(0)));
            }
        }
        List<JsonNode> metrics = metrics(output);
        for (String token : List.of("mtp1", "mtp2", "mtp3")) {
            double first = metrics.get(0).get(token).asDouble();
            assertThat(metrics.get(STEPS - 1).get(token).asDouble()).as(token).isLessThan(first - 0.4);
        }
    }

    private static List<JsonNode> metrics(Path output) throws IOException {
        List<JsonNode> metrics = new ArrayList<>();
        for (String line : Files.readAllLines(output.resolve("metrics.jsonl"))) {
            metrics.add(new ObjectMapper().readTree(line));
        }
        return metrics;
    }

    private static void assertCopiesLearnt(Path output) throws IOException {
        List<JsonNode> metrics = metrics(output);
        assertThat(metrics).hasSize(STEPS);
        for (String copy : List.of("mtp2", "mtp3")) {
            double first = metrics.get(0).get(copy).asDouble();
            assertThat(first).as(copy).isBetween(3.0, 3.9);
            assertThat(metrics.get(STEPS - 1).get(copy).asDouble()).as(copy).isLessThan(first - 0.4);
        }
        // No epoch of four steps is easier for the first layer than another.
        assertThat(epochMean(metrics, STEPS - 4)).isCloseTo(epochMean(metrics, 0), within(0.02));
    }

    private static double epochMean(List<JsonNode> metrics, int firstStep) {
        return metrics.subList(firstStep, firstStep + 4).stream()
                .mapToDouble(step -> step.get("mtp1").asDouble())
                .average()
                .orElseThrow();
    }

    @Test
    void aRunThatFailedGoesOnToTheSameBytes(SparkSession spark) throws Exception {
        Path checkpoint = checkpoint(1);
        TuneMtpConfig config = config(Map.of("layers", "3", "precision", "bf16"));
        ModelConfig shape = new ModelFolder(checkpoint).config().withMtpLayers(3);
        MtpTuning tuning = new MtpTuning(checkpoint.toString(), shape, 3, 2);
        Path straight = Files.createDirectory(temporary.resolve("straight"));
        trainingRun(spark, straight).train(config.training(), tuning);
        for (int step : new int[] {3, 13}) {
            Path broken = Files.createDirectory(temporary.resolve("broken" + step));
            assertThatThrownBy(() -> trainingRun(spark, broken).train(config.training(), new Breaking(tuning, step)))
                    .isInstanceOf(IOException.class)
                    .hasMessage("broken");
            trainingRun(spark, broken).train(config.training(), tuning);
            for (String file : List.of("stage1/model.safetensors", "stage1/config.json", "metrics.jsonl")) {
                assertThat(Files.readAllBytes(broken.resolve(file)))
                        .as("%s after a break in step %d", file, step)
                        .isEqualTo(Files.readAllBytes(straight.resolve(file)));
            }
        }
    }

    private TrainingRun trainingRun(SparkSession spark, Path folder) throws IOException {
        JobInput input =
                new JobInput(temporary.resolve("tokens").toString(), Optional.of(tokens), tokens.fingerprint());
        return TrainingRun.of(new JobContext(spark, List.of(input), new org.apache.hadoop.fs.Path(folder.toUri())));
    }

    @Test
    void whatCannotBeTunedIsOneLine(SparkSession spark) throws Exception {
        refused(spark, Map.of(), checkpoint(0), "must have one MTP layer to copy, got num_nextn_predict_layers 0");
        refused(spark, Map.of(), checkpoint(3), "must have one MTP layer to copy, got num_nextn_predict_layers 3");
        refused(spark, Map.of("stage", "stage9"), checkpoint(1), "has no stage 'stage9'; there are [stage1, stage2]");
        refused(spark, Map.of(), Files.createDirectory(temporary.resolve("empty")), "holds no checkpoint");
        Path other = checkpoint(1);
        Files.writeString(other.resolve("tokenizer.json"), "{}");
        refused(spark, Map.of(), other, "must be the tokenizer of the checkpoint");
        assertThatThrownBy(() -> config(Map.of("layers", "0")))
                .isInstanceOf(InputException.class)
                .hasMessage("tune-mtp: layers must be 1 or more, got 0");
        assertThatThrownBy(() -> config(Map.of("layers", "4")))
                .hasMessage("tune-mtp: depth must be 2 or more and at least layers, got 3 and layers 4");
        assertThatThrownBy(() -> config(Map.of("batchTokens", "100")))
                .hasMessage(
                        "tune-mtp: batchTokens must be a multiple of ranks * microbatchTokens, got 100 and 1 * 256");
    }

    private void refused(SparkSession spark, Map<String, String> settings, Path checkpoint, String message) {
        assertThatThrownBy(() -> run(spark, config(settings), checkpoint, temporary.resolve("refused")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("\n");
    }

    private Manifest run(SparkSession spark, TuneMtpConfig config, Path checkpoint, Path output) throws Exception {
        List<String> inputs =
                List.of(checkpoint.toString(), temporary.resolve("tokens").toString());
        return new JobRunner(spark).run(new TuneMtpJob(), config, inputs, output.toString(), JobRunner.Existing.KEEP);
    }

    private static TuneMtpConfig config(Map<String, String> settings) {
        TuneMtpConfig tiny = read(
                TuneMtpConfig.defaults(),
                Map.of(
                        "stage",
                        "stage1",
                        "tokens",
                        Integer.toString(STEPS * 256),
                        "learningRate.peak",
                        "1e-2",
                        "precision",
                        "fp32",
                        "batchTokens",
                        "256",
                        "microbatchTokens",
                        "256",
                        "threads",
                        "1",
                        "checkpoints.everySteps",
                        "5"));
        return read(tiny, settings);
    }

    private static TuneMtpConfig read(TuneMtpConfig base, Map<String, String> settings) {
        return ConfigReader.read(base, MissingNode.getInstance(), settings, "tune-mtp");
    }

    /** A model of random weights for the tiny corpus. */
    private Path checkpoint(int mtpLayers) throws IOException {
        ModelConfig shape = new ModelConfig(
                TinyCorpus.VOCAB,
                32,
                48,
                2,
                4,
                2,
                8,
                TinyCorpus.CONTEXT,
                1e-5,
                10_000,
                true,
                false,
                mtpLayers,
                List.of());
        List<ParameterSpec> specs = new ArrayList<>(Model.parameters(shape));
        specs.addAll(MtpLayer.parameters(shape));
        Path folder = Files.createTempDirectory(temporary, "checkpoint").resolve("stage3");
        try (Scope scope = Scope.open("test")) {
            ParameterBuffer weights = ParameterBuffer.random(scope, new ParameterLayout(specs), 5);
            ModelFolder.write(folder, shape, weights, Files.readAllBytes(temporary.resolve("tokens/tokenizer.json")));
        }
        return folder;
    }

    /** Fails in a step of the stage. */
    private record Breaking(MtpTuning tuning, int step) implements Training {
        @Override
        public String name() {
            return tuning.name();
        }

        @Override
        public KernelSource kernels() {
            return tuning.kernels();
        }

        @Override
        public ModelConfig shape(int vocabSize, int contextLength, double ropeTheta) {
            return tuning.shape(vocabSize, contextLength, ropeTheta);
        }

        @Override
        public List<ParameterSpec> parameters(ModelConfig shape) {
            return tuning.parameters(shape);
        }

        @Override
        public ParameterBuffer frozen(Scope owner, ModelConfig shape) throws IOException {
            return tuning.frozen(owner, shape);
        }

        @Override
        public void begin(ParameterBuffer weights) throws IOException {
            tuning.begin(weights);
        }

        @Override
        public double flopsPerToken(ModelConfig shape, double attended) {
            return tuning.flopsPerToken(shape, attended);
        }

        @Override
        public Objective objective(Model model, StageConfig stage) {
            Objective whole = tuning.objective(model, stage);
            return new Objective() {
                @Override
                public List<? extends LossTerm> terms() {
                    return whole.terms();
                }

                @Override
                public void learn(
                        TokenBatch batch,
                        int microbatch,
                        long at,
                        LossSums sums,
                        ParameterBuffer gradients,
                        LongConsumer ready) {
                    if (at == step) {
                        throw new IllegalStateException("broken");
                    }
                    whole.learn(batch, microbatch, at, sums, gradients, ready);
                }
            };
        }
    }
}
