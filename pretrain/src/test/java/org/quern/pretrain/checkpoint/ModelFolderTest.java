package org.quern.pretrain.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quern.pretrain.kernel.Scope;
import org.quern.pretrain.model.ConfigJson;
import org.quern.pretrain.model.Model;
import org.quern.pretrain.model.ModelConfig;
import org.quern.pretrain.model.ParameterBuffer;
import org.quern.pretrain.model.ParameterLayout;

final class ModelFolderTest {
    private static final ModelConfig CONFIG =
            new ModelConfig(40, 16, 24, 2, 4, 2, 4, 32, 1e-5, 640000, true, false, 0, List.of(1));

    private static final byte[] TOKENIZER = {'{', '}'};

    @TempDir
    Path temporary;

    @Test
    void aModelComesBackToTheBit() throws Exception {
        Path path = temporary.resolve("model");
        ParameterLayout layout = new ParameterLayout(Model.parameters(CONFIG));
        try (Scope scope = Scope.open("test")) {
            ParameterBuffer weights = ParameterBuffer.random(scope, layout, 5);
            ModelFolder.write(path, CONFIG, weights, TOKENIZER);
            byte[] first = Files.readAllBytes(path.resolve("model.safetensors"));
            ModelFolder.write(path, CONFIG, weights, TOKENIZER);
            assertThat(Files.readAllBytes(path.resolve("model.safetensors"))).isEqualTo(first);

            ModelFolder read = new ModelFolder(path);
            assertThat(read.config()).isEqualTo(CONFIG);
            assertThat(read.load(scope, layout).flat().toFloatArray())
                    .isEqualTo(weights.flat().toFloatArray());
            try (Safetensors file = Safetensors.open(path.resolve("model.safetensors"))) {
                assertThat(file.entries())
                        .containsKeys("model.layers.1.self_attn.k_proj.bias", "model.layers.0.mlp.up_proj.weight");
            }
        }
    }

    @Test
    void aMissingOrMisshapenTensorIsNamed() throws Exception {
        Path path = temporary.resolve("model");
        ModelConfig wider = new ModelConfig(41, 16, 24, 2, 4, 2, 4, 32, 1e-5, 10000, true, false, 0, List.of());
        try (Scope scope = Scope.open("test")) {
            ParameterLayout layout = new ParameterLayout(Model.parameters(CONFIG));
            ModelFolder.write(path, CONFIG, ParameterBuffer.zeros(scope, layout), TOKENIZER);
            ParameterLayout other = new ParameterLayout(Model.parameters(wider));
            assertThatThrownBy(() -> new ModelFolder(path).load(scope, other))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("model.embed_tokens.weight must have shape [41, 16], got [40, 16]");
        }
    }

    @Test
    void configsSayWhatIsWrong() {
        assertThat(ConfigJson.read(ConfigJson.write(CONFIG))).isEqualTo(CONFIG);
        assertThatThrownBy(() -> ConfigJson.read("{\"hidden_size\": 8}"))
                .hasMessage("config.json: num_attention_heads must be an integer, got ");
        assertThatThrownBy(() -> new ModelConfig(40, 16, 24, 2, 4, 3, 4, 32, 1e-5, 10000, true, false, 0, List.of()))
                .hasMessage("num_attention_heads must be a multiple of num_key_value_heads, got 4 and 3");
        assertThatThrownBy(() -> new ModelConfig(40, 16, 24, 2, 4, 2, 4, 32, 1e-5, 10000, true, false, 0, List.of(2)))
                .hasMessage("exit_layers must ascend within 1..1, got [2]");
    }
}
