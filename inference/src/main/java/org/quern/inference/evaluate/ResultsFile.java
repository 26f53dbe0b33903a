package org.quern.inference.evaluate;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.quern.ingest.job.ConfigReader;
import org.quern.ingest.job.InputException;

/**
 * {@code results.json}. Its head is lm-evaluation-harness' own schema, filled with the last stage's scores; then
 * {@code stages}, a list of {@link StageScore}s, and {@code speeds}, a list of {@link StageSpeed}s, the only part that
 * depends on the machine.
 */
public final class ResultsFile {
    /** The file's name in the folder that {@code evaluate} writes. */
    public static final String NAME = "results.json";

    private static final String STAGES = "stages";
    private static final String SPEEDS = "speeds";

    private ResultsFile() {}

    /**
     * Writes the file.
     *
     * @param config the effective configuration, which the schema keeps with the scores
     */
    static void write(Path folder, Configuration hadoop, Evaluation evaluation, JsonNode config) throws IOException {
        ObjectNode root = evaluation
                .last()
                .map(score -> HarnessResults.of(score, config))
                .orElseGet(ConfigReader.JSON::createObjectNode);
        root.set(STAGES, ConfigReader.JSON.valueToTree(evaluation.stages()));
        root.set(SPEEDS, ConfigReader.JSON.valueToTree(evaluation.speeds()));
        Path file = new Path(folder, NAME);
        try (OutputStream out = file.getFileSystem(hadoop).create(file, true)) {
            ConfigReader.JSON.writerWithDefaultPrettyPrinter().writeValue(out, root);
        }
    }

    /**
     * Reads the file of a folder.
     *
     * @throws InputException if it is not one that {@code evaluate} wrote
     */
    public static Evaluation read(Path folder, Configuration hadoop) throws IOException {
        Path file = new Path(folder, NAME);
        try (InputStream in = file.getFileSystem(hadoop).open(file)) {
            JsonNode root = ConfigReader.JSON.readTree(in);
            ObjectNode own = ConfigReader.JSON.createObjectNode();
            own.set(STAGES, root.path(STAGES));
            own.set(SPEEDS, root.path(SPEEDS));
            return ConfigReader.JSON.treeToValue(own, Evaluation.class);
        } catch (JacksonException e) {
            throw new InputException(
                    String.format("%s is not a results file of './quern evaluate': %s", file, e.getOriginalMessage()),
                    e);
        }
    }
}
