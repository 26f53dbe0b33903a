package org.quern.pretrain.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code config.json} as transformers reads and writes it for {@code Qwen2ForCausalLM}, with MiMo's
 * {@code num_nextn_predict_layers} and Quern's {@code exit_layers} as further keys.
 */
public final class ConfigJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ConfigJson() {}

    /** Reads the text of a {@code config.json}; an absent or impossible value is an IllegalArgumentException. */
    public static ModelConfig read(String text) {
        JsonNode json;
        try {
            json = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("config.json is not JSON: " + e.getOriginalMessage(), e);
        }
        int hidden = integer(json, "hidden_size");
        int heads = integer(json, "num_attention_heads");
        return new ModelConfig(
                integer(json, "vocab_size"),
                hidden,
                integer(json, "intermediate_size"),
                integer(json, "num_hidden_layers"),
                heads,
                json.path("num_key_value_heads").asInt(heads),
                json.path("head_dim").asInt(heads > 0 ? hidden / heads : 0),
                json.path("max_position_embeddings").asInt(32768),
                json.path("rms_norm_eps").asDouble(1e-6),
                ropeTheta(json),
                json.path("attention_bias").asBoolean(true),
                json.path("tie_word_embeddings").asBoolean(false),
                json.path("num_nextn_predict_layers").asInt(0),
                integers(json.path("exit_layers")));
    }

    /** The text of the {@code config.json} of a model. */
    public static String write(ModelConfig config) {
        ObjectNode json = JSON.createObjectNode();
        json.putArray("architectures").add("Qwen2ForCausalLM");
        json.put("model_type", "qwen2");
        json.put("vocab_size", config.vocabSize());
        json.put("hidden_size", config.hiddenSize());
        json.put("intermediate_size", config.intermediateSize());
        json.put("num_hidden_layers", config.numHiddenLayers());
        json.put("num_attention_heads", config.numAttentionHeads());
        json.put("num_key_value_heads", config.numKeyValueHeads());
        json.put("head_dim", config.headDim());
        json.put("hidden_act", "silu");
        json.put("max_position_embeddings", config.maxPositionEmbeddings());
        json.put("rms_norm_eps", config.rmsNormEps());
        // transformers 4 and most engines read the first, transformers 5 the second.
        json.put("rope_theta", config.ropeTheta());
        json.putObject("rope_parameters").put("rope_type", "default").put("rope_theta", config.ropeTheta());
        json.put("attention_bias", config.attentionBias());
        json.put("attention_dropout", 0.0);
        json.put("use_sliding_window", false);
        json.put("tie_word_embeddings", config.tieWordEmbeddings());
        json.put("torch_dtype", "float32");
        json.put("num_nextn_predict_layers", config.numNextnPredictLayers());
        ArrayNode exits = json.putArray("exit_layers");
        config.exitLayers().forEach(exits::add);
        return json.toPrettyString() + "\n";
    }

    private static double ropeTheta(JsonNode json) {
        JsonNode nested = json.path("rope_parameters").path("rope_theta");
        return nested.isNumber() ? nested.asDouble() : json.path("rope_theta").asDouble(10000.0);
    }

    private static int integer(JsonNode json, String key) {
        JsonNode value = json.path(key);
        if (!value.canConvertToInt()) {
            throw new IllegalArgumentException("config.json: " + key + " must be an integer, got " + value);
        }
        return value.asInt();
    }

    private static List<Integer> integers(JsonNode array) {
        List<Integer> values = new ArrayList<>();
        array.forEach(value -> values.add(value.asInt()));
        return values;
    }
}
