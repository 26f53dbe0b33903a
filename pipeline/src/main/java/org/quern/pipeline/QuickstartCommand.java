package org.quern.pipeline;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.quern.ingest.job.ConfigReader;
import org.quern.ingest.job.Sessions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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

    @Mixin
    private RunOptions options = new RunOptions();

    @Override
    public Integer call() throws Exception {
        ObjectNode tree = config();
        options.output().ifPresent(output -> tree.put("output", output));
        Corpora corpora = Corpora.read();
        ArrayNode inputs = tree.putArray("inputs");
        corpora.fetch(Corpora.cache()).forEach(file -> inputs.add(file.toString()));
        ObjectNode domains = tree.withObject("/ingest/domains");
        corpora.corpora().forEach(corpus -> domains.put("*" + corpus.fileName() + "!*", corpus.domain()));
        Run run = Run.read(tree, options.settings(), CONFIG);
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
}
