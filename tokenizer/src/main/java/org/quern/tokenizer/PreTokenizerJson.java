package org.quern.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.quern.tokenizer.split.SplitPattern;

/** The {@code pre_tokenizer} of a tokenizer.json, which says how text is cut into pieces. */
final class PreTokenizerJson {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private PreTokenizerJson() {}

    /** The pre_tokenizer of a pattern, as Hugging Face tokenizers saves it. */
    static ObjectNode of(SplitPattern pattern) {
        return switch (pattern) {
            case GPT2 -> byteLevel(true);
            case GPT2_DIGITS ->
                sequence(JSON.objectNode().put("type", "Digits").put("individual_digits", true), byteLevel(true));
            case LLAMA3, QWEN2 -> sequence(split(pattern.regex()), byteLevel(false));
        };
    }

    private static ObjectNode sequence(ObjectNode... steps) {
        ObjectNode sequence = JSON.objectNode().put("type", "Sequence");
        sequence.putArray("pretokenizers").addAll(List.of(steps));
        return sequence;
    }

    private static ObjectNode split(String regex) {
        ObjectNode split = JSON.objectNode().put("type", "Split");
        split.putObject("pattern").put("Regex", regex);
        return split.put("behavior", "Isolated").put("invert", false);
    }

    private static ObjectNode byteLevel(boolean useRegex) {
        return JSON.objectNode()
                .put("type", "ByteLevel")
                .put("add_prefix_space", false)
                .put("trim_offsets", true)
                .put("use_regex", useRegex);
    }

    /**
     * The pattern that a pre_tokenizer describes, whichever way it spells it.
     *
     * @throws IllegalArgumentException if it is none that is known
     */
    static SplitPattern read(JsonNode preTokenizer) {
        List<String> steps = steps(preTokenizer);
        return Arrays.stream(SplitPattern.values())
                .filter(pattern -> steps.equals(steps(of(pattern))))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "pre_tokenizer must be that of one of %s, got %s; its regular expressions must be one of %s"
                                .formatted(
                                        Arrays.toString(SplitPattern.values()),
                                        preTokenizer,
                                        Arrays.stream(SplitPattern.values())
                                                .map(SplitPattern::regex)
                                                .distinct()
                                                .toList())));
    }

    /** What a pre_tokenizer does, in order. */
    private static List<String> steps(JsonNode preTokenizer) {
        boolean sequence = preTokenizer.path("type").asText().equals("Sequence");
        List<String> steps = new ArrayList<>();
        for (JsonNode step : sequence ? preTokenizer.path("pretokenizers") : List.of(preTokenizer)) {
            steps.addAll(step(step));
        }
        return steps;
    }

    /** A split's expression, then, if it is a ByteLevel, bytes. */
    private static List<String> step(JsonNode step) {
        String type = step.path("type").asText();
        boolean isolated = step.path("behavior").asText().equals("Isolated")
                && !step.path("invert").asBoolean();
        if (type.equals("Split") && isolated) {
            return List.of(step.path("pattern").path("Regex").asText());
        }
        if (type.equals("Digits") && step.path("individual_digits").asBoolean()) {
            return List.of("digits");
        }
        if (type.equals("ByteLevel") && !step.path("add_prefix_space").asBoolean(true)) {
            return step.path("use_regex").asBoolean(true)
                    ? List.of(SplitPattern.GPT2.regex(), "bytes")
                    : List.of("bytes");
        }
        return List.of("unknown");
    }
}
