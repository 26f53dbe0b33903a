package org.quern.inference.generate;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.List;
import org.quern.inference.GenerateConfig;
import org.quern.inference.Request;
import org.quern.inference.Sampling;

/** The keys of a line of prompts; see the package's description. */
record PromptLine(
        @JsonProperty("id") String id,
        @JsonProperty("prompt") String prompt,
        @JsonProperty("tokens") List<Integer> tokens,
        @JsonProperty("max_new_tokens") int maxNewTokens,
        @JsonProperty("temperature") double temperature,
        @JsonProperty("top_k") int topK,
        @JsonProperty("top_p") double topP,
        @JsonProperty("seed") long seed,

        @JsonProperty("stop")
        @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
        @JsonSetter(contentNulls = Nulls.FAIL)
        List<String> stop) {
    /** What holds for prompt number {@code index} where its line says nothing. */
    static PromptLine defaults(GenerateConfig config, long index) {
        return new PromptLine(
                "",
                "",
                List.of(),
                config.maxNewTokens(),
                config.temperature(),
                config.topK(),
                config.topP(),
                config.seed() + index,
                config.stops());
    }

    Request request(List<Integer> promptTokens) {
        return new Request(promptTokens, maxNewTokens, new Sampling(temperature, topK, topP, seed), stop);
    }
}
