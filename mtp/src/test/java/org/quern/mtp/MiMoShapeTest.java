package org.quern.mtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quern.pretrain.checkpoint.ModelFolder;
import org.quern.pretrain.checkpoint.Safetensors;
import org.quern.pretrain.kernel.Scope;
import org.quern.pretrain.model.ConfigJson;
import org.quern.pretrain.model.Model;
import org.quern.pretrain.model.ModelConfig;
import org.quern.pretrain.model.ParameterBuffer;
import org.quern.pretrain.model.ParameterLayout;
import org.quern.pretrain.model.ParameterSpec;

/** The tensors of XiaomiMiMo/MiMo-7B-Base's checkpoint, by name and shape; nothing of that size is allocated. */
final class MiMoShapeTest {
    /** What MiMo-7B's config.json says of its shape. */
    private static final String CONFIG = """
            {"model_type": "mimo", "vocab_size": 151680, "hidden_size": 4096, "intermediate_size": 11008,
             "num_hidden_layers": 36, "num_attention_heads": 32, "num_key_value_heads": 8, "head_dim": 128,
             "hidden_act": "silu", "max_position_embeddings": 32768, "rms_norm_eps": 1e-05, "rope_theta": 640000,
             "attention_bias": true, "tie_word_embeddings": false, "num_nextn_predict_layers": 1}
            """;

    @TempDir
    Path temporary;

    @Test
    void namesAndShapesAreThoseOfMiMo() {
        Map<String, List<Long>> expected = new LinkedHashMap<>();
        expected.put("model.embed_tokens.weight", List.of(151_680L, 4096L));
        for (int i = 0; i < 36; i++) {
            addLayer(expected, "model.layers." + i + ".");
        }
        expected.put("model.norm.weight", List.of(4096L));
        expected.put("lm_head.weight", List.of(151_680L, 4096L));
        String mtp = "model.mtp_layers.0.";
        addLayer(expected, mtp);
        for (String norm : List.of("token_layernorm", "hidden_layernorm", "final_layernorm")) {
            expected.put(mtp + norm + ".weight", List.of(4096L));
        }
        expected.put(mtp + "input_proj.weight", List.of(4096L, 8192L));
        assertThat(tensors(layout(ConfigJson.read(CONFIG)))).containsExactlyInAnyOrderEntriesOf(expected);
    }

    @Test
    void aSmallModelOfThatShapeComesBack() throws Exception {
        ModelConfig config = ConfigJson.read(CONFIG.replace("151680", "80")
                .replace("4096", "32")
                .replace("11008", "48")
                .replace("36", "3")
                .replace("\"head_dim\": 128", "\"head_dim\": 2"));
        ParameterLayout layout = layout(config);
        Path path = temporary.resolve("model");
        try (Scope scope = Scope.open("test")) {
            ParameterBuffer weights = ParameterBuffer.random(scope, layout, 1);
            ModelFolder.write(path, config, weights, new byte[] {'{', '}'});
            ModelFolder read = new ModelFolder(path);
            assertThat(read.config()).isEqualTo(config);
            assertThat(read.load(scope, layout).flat()).isEqualTo(weights.flat());
            try (Safetensors file = Safetensors.open(path.resolve("model.safetensors"))) {
                Map<String, List<Long>> saved = new LinkedHashMap<>();
                file.entries().forEach((name, entry) -> saved.put(name, entry.shape()));
                assertThat(saved).containsExactlyInAnyOrderEntriesOf(tensors(layout));
            }
        }
    }

    private static void addLayer(Map<String, List<Long>> tensors, String prefix) {
        tensors.put(prefix + "input_layernorm.weight", List.of(4096L));
        tensors.put(prefix + "post_attention_layernorm.weight", List.of(4096L));
        Map.of("q", 4096L, "k", 1024L, "v", 1024L).forEach((name, rows) -> {
            tensors.put(prefix + "self_attn." + name + "_proj.weight", List.of(rows, 4096L));
            tensors.put(prefix + "self_attn." + name + "_proj.bias", List.of(rows));
        });
        tensors.put(prefix + "self_attn.o_proj.weight", List.of(4096L, 4096L));
        tensors.put(prefix + "mlp.gate_proj.weight", List.of(11_008L, 4096L));
        tensors.put(prefix + "mlp.up_proj.weight", List.of(11_008L, 4096L));
        tensors.put(prefix + "mlp.down_proj.weight", List.of(4096L, 11_008L));
    }

    private static ParameterLayout layout(ModelConfig config) {
        List<ParameterSpec> specs = new ArrayList<>(Model.parameters(config));
        specs.addAll(MtpLayer.parameters(config));
        return new ParameterLayout(specs);
    }

    private static Map<String, List<Long>> tensors(ParameterLayout layout) {
        Map<String, List<Long>> tensors = new LinkedHashMap<>();
        for (ParameterLayout.Slot slot : layout.slots()) {
            for (ParameterSpec.Part part : slot.spec().parts()) {
                List<Long> shape = new ArrayList<>();
                for (long size : slot.spec().shape(part.rows())) {
                    shape.add(size);
                }
                tensors.put(part.name(), shape);
            }
        }
        return tensors;
    }
}
