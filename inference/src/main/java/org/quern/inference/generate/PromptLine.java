package org.quern.inference.generate;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
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
        List<String> stop,

        @JsonProperty("stop_tokens") @JsonSetter(contentNulls = Nulls.FAIL)
        List<Integer> stopTokens,

        @JsonProperty("logprobs") boolean logProbabilities,
        @JsonProperty("n") int samples) {
    /** Of a line's samples, this far apart: prompts' own seeds lie one apart. */
    private static final int SAMPLE_SEED_SHIFT = 32;

    private static final int MAX_SAMPLES = 1024;

    /** Checks the ranges. */
    PromptLine {
        if (samples < 1 || samples > MAX_SAMPLES) {
            throw new IllegalArgumentException("n must lie in 1.." + MAX_SAMPLES + ", got " + samples);
        }
        if (samples > 1 && temperature == 0) {
            throw new IllegalArgumentException(
                    "n must be 1 where temperature is 0, as all samples would be the same, got " + samples);
        }
    }

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
                config.stops(),
                List.of(),
                false,
                1);
    }

    /** One for each sample. */
    List<Request> requests(List<Integer> promptTokens) {
        Set<Integer> ends = Set.copyOf(stopTokens);
        return IntStream.range(0, samples)
                .mapToObj(sample -> new Sampling(temperature, topK, topP, seed + ((long) sample << SAMPLE_SEED_SHIFT)))
                .map(sampling -> new Request(promptTokens, maxNewTokens, sampling, stop, ends, logProbabilities))
                .toList();
    }
}
