package org.quern.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.quern.ingest.job.ConfigReader;
import org.quern.ingest.job.InputException;
import org.quern.ingest.job.Sessions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs every step from one YAML file. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = {
            "Runs every step, from raw inputs to the report, as one YAML file says.",
            "A step whose output is there already, made with the same config from the same inputs, is not run again."
        })
final class RunCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "FILE",
            description = "YAML: output, inputs, tokenizer (a tokenizer.json to use), and a section for each step.")
    private Path file = Path.of("");

    @Option(
            names = "--input",
            arity = "1..*",
            paramLabel = "PATH",
            description = "What to read, in place of the file's inputs.")
    private List<String> inputs = List.of();

    @Mixin
    private RunOptions options = new RunOptions();

    @Override
    public Integer call() throws Exception {
        if (!(yaml() instanceof ObjectNode tree)) {
            throw new InputException(file + " must be a map with the keys output and inputs");
        }
        if (!inputs.isEmpty()) {
            ArrayNode replaced = tree.putArray("inputs");
            inputs.forEach(replaced::add);
        }
        options.output().ifPresent(output -> tree.put("output", output));
        if (tree.path("output").asText().isEmpty() || tree.path("inputs").isEmpty()) {
            throw new InputException(file + " needs 'output' (a folder) and 'inputs' (a list of paths)");
        }
        Run run = Run.read(tree, options.settings(), file.toString());
        try (SparkSession spark = Sessions.open("quern run " + file.getFileName(), options.master())) {
            run.execute(spark);
            Ending.print(run.output(), spark.sparkContext().hadoopConfiguration());
        }
        return 0;
    }

    private JsonNode yaml() throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new InputException(file + " does not exist");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return ConfigReader.yaml(in, file.toString());
        }
    }
}
