package org.quern.ingest.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/**
 * The command line of any job: {@code NAME [--config FILE] [--set key=value ...] --input PATH ... --output PATH}. Its help
 * lists the configuration with its defaults.
 *
 * @param <C> the job's configuration
 */
public final class JobCommand<C extends Record> implements Callable<Integer> {
    private final Job<C> job;

    @Option(
            names = "--input",
            required = true,
            arity = "1..*",
            paramLabel = "PATH",
            description = "What to read: Hadoop paths.")
    private List<String> inputs = List.of();

    @Option(
            names = "--output",
            required = true,
            paramLabel = "PATH",
            description = "The folder to write; it appears whole or not at all.")
    private String output = "";

    @Option(names = "--config", paramLabel = "FILE", description = "YAML: this command's keys, or a whole run's file.")
    private @Nullable Path config;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Sets one key, dotted; wins over --config.")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Option(
            names = "--master",
            paramLabel = "URL",
            description = "Spark's master; without one spark-submit's, else local[*].")
    private @Nullable String master;

    @Option(names = "--overwrite", description = "Replace an output made with another config or other inputs.")
    private boolean overwrite;

    private JobCommand(Job<C> job) {
        this.job = job;
    }

    /** The command of a job, ready to be added to a parent command under the job's name. */
    public static <C extends Record> CommandLine of(Job<C> job) {
        CommandLine line = new CommandLine(new JobCommand<>(job));
        line.getCommandSpec()
                .usageMessage()
                .description(job.description())
                .footerHeading("%nConfiguration and defaults:%n")
                .footer(ConfigReader.toYaml(job.defaults())
                        .stripTrailing()
                        .replace("%", "%%")
                        .lines()
                        .map(l -> "  " + l)
                        .toArray(String[]::new));
        line.getCommandSpec().mixinStandardHelpOptions(true);
        return line;
    }

    @Override
    public Integer call() throws Exception {
        C effective = ConfigReader.read(job.defaults(), section(), settings, job.name());
        try (SparkSession spark = Sessions.open("quern " + job.name(), Optional.ofNullable(master))) {
            new JobRunner(spark)
                    .run(
                            job,
                            effective,
                            inputs,
                            output,
                            overwrite ? JobRunner.Existing.REPLACE : JobRunner.Existing.KEEP);
        }
        return 0;
    }

    /** A whole run's file has a section for each job. */
    private JsonNode section() throws IOException {
        if (config == null) {
            return MissingNode.getInstance();
        }
        if (!Files.isRegularFile(config)) {
            throw new InputException(String.format("--config %s does not exist", config));
        }
        try (InputStream in = Files.newInputStream(config)) {
            JsonNode whole = ConfigReader.yaml(in, config.toString());
            return whole.has(job.name()) ? whole.get(job.name()) : whole;
        }
    }
}
