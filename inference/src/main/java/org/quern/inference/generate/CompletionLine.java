package org.quern.inference.generate;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import org.quern.inference.Completion;
import org.quern.ingest.job.ConfigReader;

/** Lines of output; see the package's description. */
final class CompletionLine {
    static final String ERROR = "error";
    static final String NEW_TOKENS = "new_tokens";

    private CompletionLine() {}

    /** A prompt that could not be used. */
    static ObjectNode refused(Prompt prompt, String error) {
        return begin(prompt).put(ERROR, error);
    }

    /** A prompt and what became of its samples. What refuses one of them refuses all. */
    static ObjectNode of(Prompt prompt, List<Completion> samples, boolean tokens) {
        Completion first = samples.get(0);
        if (first.end() == Completion.End.REFUSED) {
            return refused(prompt, first.error());
        }
        ObjectNode line = begin(prompt);
        if (samples.size() == 1) {
            put(line, first, tokens);
            return line;
        }
        ArrayNode all = line.putArray("samples");
        samples.forEach(sample -> put(all.addObject(), sample, tokens));
        return line.put(
                NEW_TOKENS,
                samples.stream().mapToInt(sample -> sample.tokens().size()).sum());
    }

    private static void put(ObjectNode line, Completion completion, boolean tokens) {
        line.put("text", completion.text());
        line.put("finish_reason", completion.end().name().toLowerCase(Locale.ROOT));
        line.put(NEW_TOKENS, completion.tokens().size());
        if (tokens) {
            completion.tokens().forEach(line.putArray("tokens")::add);
        }
        if (!completion.logProbabilities().isEmpty()) {
            completion.logProbabilities().forEach(line.putArray("logprobs")::add);
        }
    }

    private static ObjectNode begin(Prompt prompt) {
        ObjectNode line = ConfigReader.JSON.createObjectNode().put("index", prompt.index());
        return prompt.id().isEmpty() ? line : line.put("id", prompt.id());
    }
}
