package org.quern.pipeline;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.quern.inference.GenerateConfig;
import org.quern.inference.generate.BatchConfig;
import org.quern.inference.generate.GenerateJob;
import org.quern.ingest.job.JobRunner;
import org.quern.ingest.job.Sessions;
import picocli.CommandLine.Option;

/** The options of {@code generate} for files of prompts, which a Spark job completes. */
final class PromptFiles {
    @Option(
            names = "--input",
            required = true,
            arity = "1..*",
            paramLabel = "PATH",
            description =
                    "JSONL, also gzipped: {\"prompt\": \"...\"} or {\"tokens\": [...]} a line; optional: id, max_new_tokens, temperature, top_k, top_p, seed, stop.")
    private List<String> inputs = List.of();

    @Option(
            names = "--output",
            required = true,
            paramLabel = "PATH",
            description = "The folder to write, in the order of the input; it appears whole or not at all.")
    private String output = "";

    @Option(
            names = "--block-prompts",
            defaultValue = "512",
            paramLabel = "N",
            description = "Prompts in a block, which is never done by halves; default ${DEFAULT-VALUE}.")
    private int blockPrompts;

    @Option(names = "--tokens", description = "Also write the completions' token ids.")
    private boolean tokens;

    @Option(
            names = "--threads",
            defaultValue = "0",
            paramLabel = "N",
            description = "Of each executor's engine; 0 for all of its cores; default ${DEFAULT-VALUE}.")
    private int threads;

    @Option(
            names = "--master",
            paramLabel = "URL",
            description = "Spark's master; without one spark-submit's, else local[*].")
    private @Nullable String master;

    @Option(names = "--overwrite", description = "Replace an output made with other options or other inputs.")
    private boolean overwrite;

    void complete(Path checkpoint, GenerateConfig decoding) throws Exception {
        BatchConfig config = new BatchConfig(decoding, blockPrompts, tokens, threads);
        List<String> all = new ArrayList<>(List.of(checkpoint.toString()));
        all.addAll(inputs);
        try (SparkSession spark = Sessions.open("quern generate", Optional.ofNullable(master))) {
            new JobRunner(spark)
                    .run(
                            new GenerateJob(),
                            config,
                            all,
                            output,
                            overwrite ? JobRunner.Existing.REPLACE : JobRunner.Existing.KEEP);
        }
    }
}
