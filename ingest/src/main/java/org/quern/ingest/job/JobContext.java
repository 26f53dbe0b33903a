package org.quern.ingest.job;

import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/**
 * What a job works with.
 *
 * @param inputs in the order given
 * @param folder where to write; it becomes the output when the job returns
 */
public record JobContext(SparkSession spark, List<JobInput> inputs, Path folder) {
    /**
     * The folder of the input that the named step made, the first where there are several.
     *
     * @throws InputException if there is none
     */
    public Path made(String step) {
        return manifestInputs(step).stream()
                .findFirst()
                .map(input -> new Path(input.path()))
                .orElseThrow(() -> missing(step));
    }

    /** Whether some input was made by the named step. */
    public boolean has(String step) {
        return !manifestInputs(step).isEmpty();
    }

    /** All inputs that the named step made. */
    public List<JobInput> manifestInputs(String step) {
        return inputs.stream()
                .filter(input ->
                        input.manifest().filter(m -> m.step().equals(step)).isPresent())
                .toList();
    }

    /** The inputs that no job of Quern made. */
    public List<String> raw() {
        return inputs.stream()
                .filter(input -> input.manifest().isEmpty())
                .map(JobInput::path)
                .toList();
    }

    /** Spark's Hadoop configuration, for file systems. */
    public Configuration hadoop() {
        return spark.sparkContext().hadoopConfiguration();
    }

    private InputException missing(String step) {
        List<String> found = inputs.stream()
                .map(input -> input.path() + " ("
                        + input.manifest().map(Manifest::step).orElse("no manifest") + ")")
                .toList();
        return new InputException(String.format(
                "no --input was made by '%s'; got %s. Give the folder that './quern %s' wrote", step, found, step));
    }
}
