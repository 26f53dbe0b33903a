package org.quern.inference;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.quern.ingest.job.InputException;
import org.quern.tokenizer.Tokenizer;

/** Texts completed by a checkpoint: what the command {@code generate} does. */
public final class TextGeneration {
    private TextGeneration() {}

    /**
     * Completes prompts, in their order.
     *
     * @param checkpoint a folder with {@code config.json}, {@code model.safetensors} and {@code tokenizer.json}
     * @throws InputException if the folder or a prompt cannot be used, or the configuration is impossible
     */
    public static Generation complete(Path checkpoint, List<String> prompts, GenerateConfig config) {
        try (Engine engine = Engine.open(checkpoint, config.precision())) {
            Tokenizer tokenizer = engine.tokenizer()
                    .orElseThrow(() -> new InputException(
                            checkpoint + " has no tokenizer.json; copy the one that it was trained with into it"));
            List<Request> requests = new ArrayList<>();
            for (int i = 0; i < prompts.size(); i++) {
                List<Integer> tokens =
                        Arrays.stream(tokenizer.encode(prompts.get(i))).boxed().toList();
                requests.add(new Request(tokens, config.maxNewTokens(), config.sampling(i), config.stops()));
            }
            return engine.generate(requests, config.options());
        } catch (IllegalArgumentException e) {
            throw new InputException(String.valueOf(e.getMessage()), e);
        }
    }
}
