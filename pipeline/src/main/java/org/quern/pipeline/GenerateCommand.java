package org.quern.pipeline;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.quern.inference.Completion;
import org.quern.inference.GenerateConfig;
import org.quern.inference.Generation;
import org.quern.inference.TextGeneration;
import org.quern.ingest.job.InputException;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Completes prompts with a checkpoint. */
@Command(
        name = "generate",
        mixinStandardHelpOptions = true,
        description =
                "Completes prompts with a checkpoint: those given on standard output, those of files in a folder, by a Spark job.")
final class GenerateCommand implements Callable<Integer> {
    @Option(
            names = "--checkpoint",
            required = true,
            paramLabel = "FOLDER",
            description = "config.json, model.safetensors, tokenizer.json.")
    private Path checkpoint = Path.of("");

    @ArgGroup(multiplicity = "1")
    private Source source = new Source();

    @Option(
            names = "--max-new-tokens",
            defaultValue = "128",
            description = "For each prompt; default ${DEFAULT-VALUE}.")
    private int maxNewTokens;

    @Option(
            names = "--temperature",
            defaultValue = "0",
            description = "0 takes the most probable token; default ${DEFAULT-VALUE}.")
    private double temperature;

    @Option(
            names = "--top-k",
            defaultValue = "0",
            description = "Of the k most probable; 0 of all; default ${DEFAULT-VALUE}.")
    private int topK;

    @Option(
            names = "--top-p",
            defaultValue = "1",
            description = "Of the most probable that make up p; default ${DEFAULT-VALUE}.")
    private double topP;

    @Option(names = "--seed", defaultValue = "0", description = "Of the first prompt; default ${DEFAULT-VALUE}.")
    private long seed;

    @Mixin
    private DecodingArguments decoding = new DecodingArguments();

    @Option(names = "--stop", arity = "1..*", paramLabel = "TEXT", description = "A completion ends before it.")
    private List<String> stops = List.of();

    /** Prompts come from one place. */
    static final class Source {
        @Option(
                names = "--prompt",
                required = true,
                arity = "1..*",
                paramLabel = "TEXT",
                description = "What to complete.")
        private List<String> prompts = List.of();

        @ArgGroup(exclusive = false)
        private @Nullable PromptFiles files;
    }

    @Override
    public Integer call() throws Exception {
        try {
            GenerateConfig config = config();
            if (source.files == null) {
                print(source.prompts, config);
            } else {
                source.files.complete(checkpoint, config);
            }
        } catch (IllegalArgumentException e) {
            throw new InputException(String.valueOf(e.getMessage()), e);
        }
        return 0;
    }

    private void print(List<String> prompts, GenerateConfig config) {
        Generation generation = TextGeneration.complete(checkpoint, prompts, config);
        for (int i = 0; i < prompts.size(); i++) {
            Completion completion = generation.completions().get(i);
            System.out.println(prompts.get(i) + completion.text());
        }
        System.err.printf(
                "%d tokens, %.0f tokens/s%n",
                generation.stats().newTokens(), generation.stats().tokensPerSecond());
    }

    private GenerateConfig config() {
        return new GenerateConfig(
                maxNewTokens,
                temperature,
                topK,
                topP,
                seed,
                decoding.exit(checkpoint),
                decoding.drafts(),
                stops,
                decoding.precision(),
                decoding.rows(),
                decoding.cacheMegabytes());
    }
}
