package org.quern.inference;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.quern.mtp.MtpLayer;
import org.quern.pretrain.checkpoint.ModelFolder;
import org.quern.pretrain.kernel.Scope;
import org.quern.pretrain.model.Model;
import org.quern.pretrain.model.ModelConfig;
import org.quern.pretrain.model.ParameterBuffer;
import org.quern.pretrain.model.ParameterLayout;
import org.quern.pretrain.model.ParameterSpec;

/** Checkpoints of untrained models, small enough for a second of testing and sharp enough to prefer some tokens. */
public final class TinyCheckpoint {
    private TinyCheckpoint() {}

    /** Three layers, exits after the first two, an MTP layer. */
    public static ModelConfig config(int vocabulary) {
        return new ModelConfig(vocabulary, 32, 48, 3, 4, 2, 8, 96, 1e-5, 10_000, true, false, 1, List.of(1, 2));
    }

    /**
     * A folder with random weights; where the vocabulary is large enough, with a tokenizer whose tokens are the end of text
     * and the 256 bytes.
     */
    public static Path write(Path folder, ModelConfig config, long seed) throws IOException {
        try (Scope scope = Scope.open("tiny checkpoint")) {
            ParameterBuffer weights = ParameterBuffer.random(scope, layout(config), seed);
            SplittableRandom random = new SplittableRandom(seed);
            for (ParameterLayout.Slot slot : weights.layout().slots()) {
                float scale = slot.spec().name().endsWith("lm_head.weight") ? 0.6f : 0.25f;
                float[] values = new float[Math.toIntExact(slot.spec().size())];
                for (int i = 0; i < values.length; i++) {
                    float noise = (float) random.nextDouble(-1, 1);
                    values[i] = slot.spec().name().endsWith("norm.weight") ? 1 + 0.2f * noise : scale * noise;
                }
                weights.memory(slot.offset(), values.length).put(values);
            }
            ModelFolder.write(folder, config, weights, byteTokenizer());
        }
        if (config.vocabSize() < 257) {
            Files.delete(folder.resolve("tokenizer.json"));
        }
        return folder;
    }

    static ParameterLayout layout(ModelConfig config) {
        List<ParameterSpec> specs = new ArrayList<>(Model.parameters(config));
        specs.addAll(MtpLayer.parameters(config));
        return new ParameterLayout(specs);
    }

    /** Byte-level BPE without merges: id 0 ends the text, id b + 1 is byte b. */
    private static byte[] byteTokenizer() {
        StringBuilder vocabulary = new StringBuilder("\"<|endoftext|>\": 0");
        int spare = 256;
        for (int value = 0; value < 256; value++) {
            boolean printable = (value >= '!' && value <= '~') || (value >= 0xA1 && value <= 0xAC) || value >= 0xAE;
            int shown = printable ? value : spare++;
            vocabulary.append(String.format(", \"\\u%04x\": %d", shown, value + 1));
        }
        return """
                {"version": "1.0", "truncation": null, "padding": null,
                 "added_tokens": [{"id": 0, "content": "<|endoftext|>", "single_word": false, "lstrip": false,
                  "rstrip": false, "normalized": false, "special": true}],
                 "normalizer": null,
                 "pre_tokenizer": {"type": "Sequence", "pretokenizers": [
                  {"type": "Split", "pattern": {"Regex": "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\\\r\\\\n\\\\p{L}\\\\p{N}]?\\\\p{L}+|\\\\p{N}| ?[^\\\\s\\\\p{L}\\\\p{N}]+[\\\\r\\\\n]*|\\\\s*[\\\\r\\\\n]+|\\\\s+(?!\\\\S)|\\\\s+"},
                   "behavior": "Isolated", "invert": false},
                  {"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true, "use_regex": false}]},
                 "post_processor": null,
                 "decoder": {"type": "ByteLevel", "add_prefix_space": true, "trim_offsets": true, "use_regex": true},
                 "model": {"type": "BPE", "dropout": null, "unk_token": null, "continuing_subword_prefix": null,
                  "end_of_word_suffix": null, "fuse_unk": false, "byte_fallback": false, "ignore_merges": false,
                  "vocab": {%s}, "merges": []}}
                """.formatted(vocabulary).getBytes(StandardCharsets.UTF_8);
    }
}
