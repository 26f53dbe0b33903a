package org.quern.inference.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.quern.inference.DecodingOptions;
import org.quern.inference.Engine;
import org.quern.inference.Generation;
import org.quern.inference.Request;
import org.quern.inference.Sampling;
import org.quern.tokenizer.Tokenizer;

/** The beginnings of held-out texts, and how a model goes on. */
final class TextSamples {
    private static final int PROMPT_TOKENS = 24;
    private static final double TOP_P = 0.95;

    private TextSamples() {}

    static List<Sample> draw(Engine engine, String stage, List<EvaluationText> texts, EvaluateConfig config) {
        Tokenizer tokenizer = engine.tokenizer().orElseThrow();
        Map<String, Integer> taken = new HashMap<>();
        List<EvaluationText> chosen = new ArrayList<>();
        List<Request> requests = new ArrayList<>();
        for (EvaluationText text : texts) {
            int[] tokens = tokenizer.encode(text.text());
            int prompt = Math.min(PROMPT_TOKENS, engine.config().maxPositionEmbeddings() / 2);
            if (tokens.length > prompt && taken.merge(text.domain(), 1, Integer::sum) <= config.textSamples()) {
                chosen.add(text);
                requests.add(new Request(
                        Arrays.stream(tokens, 0, prompt).boxed().toList(),
                        config.sampleTokens(),
                        new Sampling(config.sampleTemperature(), 0, TOP_P, config.seed() + requests.size()),
                        List.of()));
            }
        }
        Generation generation = engine.generate(requests, DecodingOptions.plain(config.rows()));
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < chosen.size(); i++) {
            int[] prompt = requests.get(i).prompt().stream()
                    .mapToInt(Integer::intValue)
                    .toArray();
            String completion = generation.completions().get(i).text();
            samples.add(new Sample(stage, chosen.get(i).domain(), tokenizer.decode(prompt), completion, "", false));
        }
        return samples;
    }
}
