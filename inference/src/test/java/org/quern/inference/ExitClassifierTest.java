package org.quern.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quern.ingest.job.InputException;
import org.quern.pretrain.kernel.KernelSource;
import org.quern.pretrain.kernel.Kernels;
import org.quern.pretrain.kernel.Scope;
import org.quern.pretrain.model.ModelConfig;

class ExitClassifierTest {
    private static final int NEW = 20;

    @TempDir
    private Path folder;

    @Test
    void theRegressionFindsTheMinimum() {
        int count = 400;
        float[] x = new float[count * 3];
        float[] y = new float[count];
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < count; i++) {
            x[3 * i] = (float) random.nextGaussian();
            x[3 * i + 1] = (float) (3 * random.nextGaussian());
            x[3 * i + 2] = 1;
            y[i] = random.nextDouble() < sigmoid(4 * x[3 * i] - x[3 * i + 1] + 2) ? 1 : 0;
        }
        float[] w;
        try (Kernels kernels = Kernels.load(KernelSource.resource(ExitClassifierTrainer.class, "classifier.py"));
                Scope scope = Scope.open("test")) {
            w = kernels.array(scope, "fit_logistic", scope.floats(x, count, 3), scope.floats(y, count), 1.0, 12)
                    .toFloatArray();
        }
        for (int j = 0; j < 3; j++) {
            double gradient = w[j];
            for (int i = 0; i < count; i++) {
                double p = sigmoid(w[0] * x[3 * i] + w[1] * x[3 * i + 1] + w[2]);
                gradient += (p - y[i]) * x[3 * i + j];
            }
            assertThat(Math.abs(gradient)).isLessThan(1e-3);
        }
        assertThat(w[0]).isBetween(2.5f, 5.5f);
        assertThat(w[1]).isBetween(-1.5f, -0.6f);
    }

    @Test
    void whatLeavesIsWhatTheDefinitionSays() throws Exception {
        ModelConfig config = TinyCheckpoint.config(7);
        Path checkpoint = TinyCheckpoint.write(folder, config, 7);
        List<Request> requests = requests(30);
        ExitClassifierTrainer.Trained trained;
        try (Engine engine = Engine.open(checkpoint, Precision.FP32)) {
            trained = ExitClassifierTrainer.train(checkpoint, engine, requests(300), 0.9);
        }
        trained.classifiers().write(checkpoint);
        for (ExitClassifierTrainer.Quality quality : trained.qualities()) {
            assertThat(quality.positions()).isPositive();
            assertThat(quality.leaving()).isBetween(0.05, 0.99);
            assertThat(quality.right()).isGreaterThan(quality.agreeing());
        }
        double threshold = 0.7;
        Map<Integer, float[]> weights = trained.classifiers().weights();
        ReferenceModel reference = new ReferenceModel(checkpoint);
        List<List<Integer>> expected = new ArrayList<>();
        for (Request request : requests) {
            ReferenceDecoder decoder = new ReferenceDecoder(
                    reference,
                    List.of(1, 2),
                    3,
                    (exit, state, logits) -> probability(weights.get(exit), state, config));
            int[] prompt = request.prompt().stream().mapToInt(Integer::intValue).toArray();
            expected.addAll(decoder.decode(List.of(prompt), NEW, threshold));
        }
        ExitTest test = new ExitTest(threshold, Confidence.CLASSIFIER, 0);
        DecodingOptions plain = DecodingOptions.plain(8).pastEndOfText();
        try (Engine engine = Engine.open(checkpoint, Precision.FP32)) {
            for (int parked : new int[] {1, 4}) {
                Generation generation =
                        engine.generate(requests, plain.withExit(new ExitPolicy.Compaction(test, List.of(), parked)));
                assertThat(tokens(generation)).isEqualTo(expected);
                assertThat(generation.stats().tokensByLayer()).doesNotContain(0L);
            }
            List<List<Integer>> full = tokens(engine.generate(requests, plain));
            assertThat(full).isNotEqualTo(expected);
            assertThat(tokens(engine.generate(
                            requests, plain.withExit(new ExitPolicy.SelfSpeculation(test, List.of(), 3, 4)))))
                    .isEqualTo(full);
        }
    }

    @Test
    void classifiersThatAreMissingOrBrokenAreSaid() throws Exception {
        Path checkpoint = TinyCheckpoint.write(folder, TinyCheckpoint.config(7), 7);
        ExitPolicy policy = new ExitPolicy.Compaction(new ExitTest(0.9, Confidence.CLASSIFIER, 0), List.of(), 1);
        try (Engine engine = Engine.open(checkpoint, Precision.FP32)) {
            DecodingOptions options = DecodingOptions.plain(2).withExit(policy);
            List<Request> requests = requests(1);
            assertThatThrownBy(() -> engine.generate(requests, options))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("has no classifiers of its exits [1, 2]; train them with")
                    .hasMessageContaining("calibrate-exits --confidence CLASSIFIER");
            assertThatThrownBy(() -> ExitClassifierTrainer.train(checkpoint, engine, requests, 0.9))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("1 completions are too few");
        }
        new ExitClassifiers(Map.of(1, new float[3], 2, new float[3])).write(checkpoint);
        assertThatThrownBy(() -> Engine.open(checkpoint, Precision.FP32))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("exit.1.classifier must hold 33 numbers, got 3");
        Files.writeString(checkpoint.resolve("exit_classifiers.safetensors"), "{");
        assertThatThrownBy(() -> Engine.open(checkpoint, Precision.FP32))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("exit_classifiers.safetensors is not a whole safetensors file");
    }

    private static List<Request> requests(int count) {
        List<Request> requests = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            requests.add(Request.greedy(new int[] {i % 7, i / 7 % 7, (i + 3) % 5}, NEW));
        }
        return requests;
    }

    private static List<List<Integer>> tokens(Generation generation) {
        return generation.completions().stream().map(Completion::tokens).toList();
    }

    private static double probability(float[] weights, double[] state, ModelConfig config) {
        double squares = 0;
        for (double value : state) {
            squares += value * value;
        }
        double score = weights[state.length];
        for (int i = 0; i < state.length; i++) {
            score += weights[i] * state[i] / Math.sqrt(squares / state.length + config.rmsNormEps());
        }
        return sigmoid(score);
    }

    private static double sigmoid(double score) {
        return 1 / (1 + Math.exp(-score));
    }
}
