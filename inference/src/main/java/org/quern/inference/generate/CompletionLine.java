package org.quern.inference.generate;

import com.fasterxml.jackson.databind.node.ObjectNode;
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

    /** A prompt and what became of it. */
    static ObjectNode of(Prompt prompt, Completion completion, boolean tokens) {
        if (completion.end() == Completion.End.REFUSED) {
            return refused(prompt, completion.error());
        }
        ObjectNode line = begin(prompt);
        line.put("text", completion.text());
        line.put("finish_reason", completion.end().name().toLowerCase(Locale.ROOT));
        line.put(NEW_TOKENS, completion.tokens().size());
        if (tokens) {
            completion.tokens().forEach(line.putArray("tokens")::add);
        }
        return line;
    }

    private static ObjectNode begin(Prompt prompt) {
        ObjectNode line = ConfigReader.JSON.createObjectNode().put("index", prompt.index());
        return prompt.id().isEmpty() ? line : line.put("id", prompt.id());
    }
}
