package org.quern.pipeline;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every command that runs all the steps takes. */
final class RunOptions {
    @Option(names = "--output", paramLabel = "PATH", description = "The run's folder.")
    private @Nullable String output;

    @Option(
            names = "--set",
            paramLabel = "STEP.KEY=VALUE",
            description = "Sets one key of one step, for instance dedup.threshold=0.9.")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Option(
            names = "--master",
            paramLabel = "URL",
            description = "Spark's master; without one spark-submit's, else local[*].")
    private @Nullable String master;

    Optional<String> output() {
        return Optional.ofNullable(output);
    }

    Map<String, String> settings() {
        return settings;
    }

    Optional<String> master() {
        return Optional.ofNullable(master);
    }
}
