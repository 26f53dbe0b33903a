package org.quern.pretrain.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.quern.pretrain.checkpoint.ModelFolder;
import org.quern.pretrain.checkpoint.Safetensors;
import org.quern.pretrain.kernel.KernelSource;
import org.quern.pretrain.kernel.Kernels;
import org.quern.pretrain.kernel.Scope;
import org.quern.tokenizer.shard.PackedSequence;

/** Logits, loss and every gradient against transformers and autograd; parity.py beside the fixture made it. */
final class ParityTest {
    private static final double MAX_RELATIVE_DIFFERENCE = 1e-4;

    @Test
    void logitsLossAndGradientsAreThoseOfTransformers() throws Exception {
        Path folder = fixture();
        ModelFolder saved = new ModelFolder(folder);
        ModelConfig config = saved.config();
        ParameterLayout layout = new ParameterLayout(Model.parameters(config));
        try (Kernels kernels = Kernels.load(KernelSource.decoder());
                Scope scope = Scope.open("test");
                Safetensors expected = Safetensors.open(folder.resolve("expected.safetensors"));
                Model model = new Model(config, kernels, saved.load(scope, layout), false)) {
            TokenBatch batch = batch(folder);
            BatchTensors tensors = new BatchTensors(scope, kernels, config, batch, false);
            Trunk trunk = new Trunk(model);
            VocabularyHead head = new VocabularyHead(model, Model.FINAL_NORM);
            Trunk.Pass pass = trunk.forward(scope, tensors);

            NDArray logits = head.logits(scope, pass.last().reshape(-1, config.hiddenSize()));
            TokenBatch.Targets targets = batch.targets(1);
            assertThat(config.ropeTheta()).isEqualTo(640000);
            assertRows(logits, expected.floats("logits"), targets.rows(), config.vocabSize());

            double scale = 1.0 / targets.rows().length;
            ParameterBuffer gradients = ParameterBuffer.zeros(scope, layout);
            HiddenGradients d = new HiddenGradients(scope, tensors, config);
            float sum = head.learn(scope, pass.last(), targets, scale, d.at(2), gradients)
                    .sum()
                    .getFloat();
            List<Long> ready = new ArrayList<>();
            trunk.backward(pass, d, gradients, ready::add);
            assertThat(ready).isSortedAccordingTo(Comparator.reverseOrder()).endsWith(0L);
            assertThat(sum * scale).isCloseTo(expected.floats("loss").get(0), within());
            assertThat(head.losses(scope, pass.last(), targets).mean().getFloat() * 1.0)
                    .isCloseTo(expected.floats("loss").get(0), within());
            assertGradients(gradients, expected, "");

            VocabularyHead withZ = new VocabularyHead(model, Model.FINAL_NORM, 0.01);
            Trunk again = new Trunk(model, true);
            pass = again.forward(scope, tensors);
            d = new HiddenGradients(scope, tensors, config);
            kernels.run("clear", gradients.flat());
            assertThat(withZ.learn(scope, pass.last(), targets, scale, d.at(2), gradients)
                            .sum()
                            .getFloat())
                    .isEqualTo(sum);
            again.backward(pass, d, gradients, offset -> {});
            assertGradients(gradients, expected, "z.");

            NDArray exits = scope.longs(
                    LongStream.range(0, 64).map(i -> i % 3 == 0 ? 1 : 2).toArray(), 2, 32);
            Skips skips = new Skips(layer -> false, Optional.of(exits));
            for (Trunk any : List.of(trunk, again)) {
                pass = any.forward(scope, tensors, skips);
                d = new HiddenGradients(scope, tensors, config);
                kernels.run("clear", gradients.flat());
                head.learn(scope, pass.last(), targets, scale, d.at(2), gradients);
                any.backward(pass, d, gradients, offset -> {});
                assertGradients(gradients, expected, "e.");
            }
        }
    }

    @Test
    void recomputedLayersGiveTheSameBits() throws Exception {
        ModelFolder saved = new ModelFolder(fixture());
        ModelConfig config = saved.config();
        ParameterLayout layout = new ParameterLayout(Model.parameters(config));
        TokenBatch batch = batch(fixture());
        Skips withoutLayer1 = new Skips(layer -> layer == 1, Optional.empty());
        for (boolean bf16 : new boolean[] {false, true}) {
            try (Kernels kernels = Kernels.load(KernelSource.decoder());
                    Scope scope = Scope.open("test");
                    Model model = new Model(config, kernels, saved.load(scope, layout), bf16)) {
                float[] kept = gradients(scope, model, batch, false, Skips.NONE);
                assertThat(gradients(scope, model, batch, true, Skips.NONE)).isEqualTo(kept);
                float[] shorter = gradients(scope, model, batch, false, withoutLayer1);
                assertThat(gradients(scope, model, batch, true, withoutLayer1))
                        .isEqualTo(shorter)
                        .isNotEqualTo(kept);
                ParameterLayout.Slot left = layout.slot("model.layers.1.mlp.down_proj.weight");
                int from = (int) left.offset();
                assertThat(Arrays.copyOfRange(
                                shorter, from, from + (int) left.spec().size()))
                        .containsOnly(0);
            }
        }
    }

    private static float[] gradients(Scope scope, Model model, TokenBatch batch, boolean recompute, Skips skips) {
        BatchTensors tensors = new BatchTensors(scope, model.kernels(), model.config(), batch, model.isBf16());
        Trunk trunk = new Trunk(model, recompute);
        Trunk.Pass pass = trunk.forward(scope, tensors, skips);
        HiddenGradients d = new HiddenGradients(scope, tensors, model.config());
        ParameterBuffer gradients = ParameterBuffer.zeros(scope, model.weights().layout());
        new VocabularyHead(model, Model.FINAL_NORM)
                .learn(scope, pass.last(), batch.targets(1), 0.1, d.at(2), gradients);
        trunk.backward(pass, d, gradients, offset -> {});
        return gradients.flat().toFloatArray();
    }

    private static void assertGradients(ParameterBuffer gradients, Safetensors expected, String prefix)
            throws Exception {
        for (ParameterLayout.Slot slot : gradients.layout().slots()) {
            long offset = slot.offset();
            for (ParameterSpec.Part part : slot.spec().parts()) {
                long size = part.rows() * slot.spec().size() / slot.spec().rows();
                assertClose(
                        part.name(),
                        gradients.slice(offset, size).toFloatArray(),
                        expected.floats(prefix + part.name()));
                offset += size;
            }
        }
    }

    private static org.assertj.core.data.Offset<Double> within() {
        return org.assertj.core.data.Offset.offset(1e-4);
    }

    private static void assertRows(NDArray actual, FloatBuffer expected, long[] rows, int width) {
        float[] all = actual.toFloatArray();
        float[] ours = new float[rows.length * width];
        FloatBuffer theirs = FloatBuffer.allocate(ours.length);
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < width; j++) {
                ours[i * width + j] = all[(int) rows[i] * width + j];
                theirs.put(expected.get((int) rows[i] * width + j));
            }
        }
        assertClose("logits", ours, theirs.flip());
    }

    private static void assertClose(String name, float[] actual, FloatBuffer expected) {
        assertThat(actual).as(name).hasSize(expected.remaining());
        double largest = 0;
        double difference = 0;
        for (int i = 0; i < actual.length; i++) {
            largest = Math.max(largest, Math.abs(expected.get(i)));
            difference = Math.max(difference, Math.abs(expected.get(i) - actual[i]));
        }
        assertThat(difference / largest).as(name).isLessThan(MAX_RELATIVE_DIFFERENCE);
    }

    private static TokenBatch batch(Path folder) throws Exception {
        JsonNode json = new ObjectMapper().readTree(Files.readString(folder.resolve("batch.json")));
        List<PackedSequence> rows = new ArrayList<>();
        for (int b = 0; b < json.get("tokens").size(); b++) {
            rows.add(new PackedSequence(
                    ints(json.get("tokens").get(b)),
                    json.get("lengths").get(b).asInt(),
                    ints(json.get("starts").get(b))));
        }
        return TokenBatch.of(rows);
    }

    private static int[] ints(JsonNode array) {
        int[] values = new int[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.get(i).asInt();
        }
        return values;
    }

    private static Path fixture() throws Exception {
        return Path.of(
                Objects.requireNonNull(ParityTest.class.getResource("parity")).toURI());
    }
}
