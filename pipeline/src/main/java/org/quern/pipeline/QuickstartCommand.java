package org.quern.pipeline;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.quern.ingest.job.ConfigReader;
import org.quern.ingest.job.InputException;
import org.quern.ingest.job.Sessions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The whole way of the data on sample corpora, sized for two cores and ten minutes. */
@Command(
        name = "quickstart",
        mixinStandardHelpOptions = true,
        description = {
            "Fetches sample corpora through Maven, runs every step on them, and says where the report is.",
            "Run again, it returns at once; with one value changed, only what depends on it runs again."
        })
final class QuickstartCommand implements Callable<Integer> {
    private static final String CONFIG = "quickstart.yaml";

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "YAML with sections of steps, whose keys win over the quickstart's own.")
    private @Nullable Path file;

    @Mixin
    private RunOptions options = new RunOptions();

    @Override
    public Integer call() throws Exception {
        ObjectNode tree = config();
        if (file != null) {
            lay(tree, read(file));
        }
        options.output().ifPresent(output -> tree.put("output", output));
        Corpora corpora = Corpora.read();
        ArrayNode inputs = tree.putArray("inputs");
        corpora.fetch(Corpora.cache()).forEach(file -> inputs.add(file.toString()));
        ObjectNode domains = tree.withObject("/ingest/domains");
        corpora.corpora().forEach(corpus -> domains.put("*" + corpus.fileName() + "!*", corpus.domain()));
        Run run = Run.read(tree, options.settings(), file == null ? CONFIG : file.toString());
        try (SparkSession spark = Sessions.open("quern quickstart", options.master())) {
            run.execute(spark);
            Ending.print(run.output(), spark.sparkContext().hadoopConfiguration());
        }
        return 0;
    }

    static ObjectNode config() throws IOException {
        try (InputStream in = QuickstartCommand.class.getResourceAsStream(CONFIG)) {
            return (ObjectNode) ConfigReader.yaml(Objects.requireNonNull(in, CONFIG), CONFIG);
        }
    }

    private static ObjectNode read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new InputException(file + " does not exist");
        }
        try (InputStream in = Files.newInputStream(file)) {
            if (ConfigReader.yaml(in, file.toString()) instanceof ObjectNode sections) {
                return sections;
            }
        }
        throw new InputException(file + " must be a map from steps to their keys");
    }

    /** Sets each section's keys, whole: a list replaces a list. */
    private static void lay(ObjectNode tree, ObjectNode over) {
        over.properties().forEach(section -> {
            if (section.getValue() instanceof ObjectNode keys) {
                tree.withObject("/" + section.getKey()).setAll(keys);
            } else {
                tree.set(section.getKey(), section.getValue());
            }
        });
    }
}
