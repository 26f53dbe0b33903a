package org.quern.inference;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * {@code quern bench decode}: the speed of greedy decoding, as transformers' {@code generate} is measured: random prompts of
 * 16 tokens, every sequence as long as every other, the best of some runs.
 */
public final class DecodeBenchmark {
    private static final int PROMPT_TOKENS = 16;

    private DecodeBenchmark() {}

    /**
     * What is measured.
     *
     * @param newTokens for each sequence
     * @param runs of which the best counts; one more comes first and does not
     */
    public record Settings(Path checkpoint, Precision precision, DecodingOptions options, int newTokens, int runs) {
        /** Checks the ranges. */
        public Settings {
            if (newTokens < 1 || runs < 1) {
                throw new IllegalArgumentException(
                        String.format("new and runs must be 1 or more, got %d and %d", newTokens, runs));
            }
        }
    }

    /** The figures, units in their names. */
    public static Map<String, Object> run(Settings settings) {
        try (Engine engine = Engine.open(settings.checkpoint(), settings.precision())) {
            DecodingOptions options = settings.options().pastEndOfText();
            List<Request> requests = new ArrayList<>();
            SplittableRandom random = new SplittableRandom(1);
            for (int i = 0; i < options.maxRows(); i++) {
                int[] prompt = random.ints(PROMPT_TOKENS, 0, engine.config().vocabSize())
                        .toArray();
                requests.add(Request.greedy(prompt, settings.newTokens()));
            }
            DecodingStats best = engine.generate(requests, options).stats();
            for (int run = 0; run < settings.runs(); run++) {
                DecodingStats stats = engine.generate(requests, options).stats();
                best = run == 0 || stats.tokensPerSecond() > best.tokensPerSecond() ? stats : best;
            }
            return figures(best);
        }
    }

    private static Map<String, Object> figures(DecodingStats stats) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("tokens_per_s", stats.tokensPerSecond());
        figures.put("passes", stats.passes());
        figures.put("tokens_by_layer", stats.tokensByLayer());
        if (stats.drafted() > 0) {
            figures.put("acceptance", (double) stats.accepted() / stats.drafted());
        }
        return figures;
    }
}
