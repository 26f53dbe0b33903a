package org.quern.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quern.pretrain.checkpoint.ModelFolder;
import org.quern.pretrain.kernel.Scope;
import org.quern.pretrain.model.Model;
import org.quern.pretrain.model.ModelConfig;
import org.quern.pretrain.model.ParameterBuffer;
import org.quern.pretrain.model.ParameterLayout;

/**
 * A model that others trained, by greedy ids that others' code gave: stories260K in llama2.c's layout, which QUERN_SHARED
 * holds. Its rotary embedding turns neighbouring numbers, ours turns halves, so the rows of queries and keys change places.
 */
@Tag("shared")
class StoriesTest {
    private static final Path MODEL = Path.of(
            Objects.requireNonNullElse(System.getenv("QUERN_SHARED"), "../../shared"), "data/model/stories260K.bin");
    private static final int BEGIN_OF_TEXT = 1;
    private static final List<Integer> GOLDEN = List.of(403, 407, 261, 378, 432, 383, 286, 261, 376, 298, 315, 421);

    @TempDir
    private Path folder;

    @Test
    void greedyIdsAreTheGoldenOnes() throws Exception {
        assumeThat(MODEL).as("QUERN_SHARED").isRegularFile();
        convert(ByteBuffer.wrap(Files.readAllBytes(MODEL)).order(ByteOrder.LITTLE_ENDIAN), folder);
        for (Precision precision : Precision.values()) {
            try (Engine engine = Engine.open(folder, precision)) {
                Generation generation = engine.generate(
                        List.of(Request.greedy(new int[] {BEGIN_OF_TEXT}, GOLDEN.size())),
                        DecodingOptions.plain(1).pastEndOfText());
                assertThat(generation.completions().get(0).tokens()).isEqualTo(GOLDEN);
            }
        }
    }

    private static void convert(ByteBuffer bin, Path target) throws Exception {
        int hidden = bin.getInt();
        int feedForward = bin.getInt();
        int layers = bin.getInt();
        int heads = bin.getInt();
        int kvHeads = bin.getInt();
        int vocabulary = Math.abs(bin.getInt());
        int context = bin.getInt();
        int head = hidden / heads;
        ModelConfig config = new ModelConfig(
                vocabulary,
                hidden,
                feedForward,
                layers,
                heads,
                kvHeads,
                head,
                context,
                1e-5,
                1e4,
                false,
                true,
                0,
                List.of());
        FloatBuffer floats = bin.asFloatBuffer();
        Map<String, float[]> parts = new TreeMap<>();
        parts.put(Model.EMBEDDING, next(floats, vocabulary * hidden));
        each(parts, floats, layers, "input_layernorm", hidden);
        each(parts, floats, layers, "self_attn.q_proj", hidden * hidden);
        each(parts, floats, layers, "self_attn.k_proj", kvHeads * head * hidden);
        each(parts, floats, layers, "self_attn.v_proj", kvHeads * head * hidden);
        each(parts, floats, layers, "self_attn.o_proj", hidden * hidden);
        each(parts, floats, layers, "post_attention_layernorm", hidden);
        each(parts, floats, layers, "mlp.gate_proj", feedForward * hidden);
        each(parts, floats, layers, "mlp.down_proj", feedForward * hidden);
        each(parts, floats, layers, "mlp.up_proj", feedForward * hidden);
        parts.put(Model.FINAL_NORM, next(floats, hidden));
        parts.replaceAll((name, values) ->
                name.contains("q_proj") || name.contains("k_proj") ? halves(values, head, hidden) : values);
        try (Scope scope = Scope.open("stories")) {
            ParameterBuffer weights = ParameterBuffer.zeros(scope, new ParameterLayout(Model.parameters(config)));
            for (ParameterLayout.Slot slot : weights.layout().slots()) {
                FloatBuffer memory = weights.memory(slot.offset(), slot.spec().size());
                slot.spec().parts().stream()
                        .filter(part -> part.rows() > 0)
                        .forEach(part -> memory.put(Objects.requireNonNull(parts.get(part.name()))));
            }
            ModelFolder.write(target, config, weights, new byte[0]);
        }
        Files.deleteIfExists(target.resolve("tokenizer.json"));
    }

    private static void each(Map<String, float[]> parts, FloatBuffer floats, int layers, String name, int size) {
        for (int layer = 0; layer < layers; layer++) {
            parts.put(Model.layerPrefix(layer) + name + ".weight", next(floats, size));
        }
    }

    private static float[] next(FloatBuffer floats, int size) {
        float[] values = new float[size];
        floats.get(values);
        return values;
    }

    /** Row 2i of a head becomes row i, row 2i + 1 becomes row head / 2 + i. */
    private static float[] halves(float[] rows, int head, int width) {
        float[] turned = new float[rows.length];
        for (int row = 0; row < rows.length / width; row++) {
            int within = row % head;
            int target = row - within + within / 2 + within % 2 * (head / 2);
            System.arraycopy(rows, row * width, turned, target * width, width);
        }
        return turned;
    }
}
