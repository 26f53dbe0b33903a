package org.quern.dedup;

import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.quern.ingest.job.Job;
import org.quern.ingest.job.JobRunner;
import org.quern.ingest.job.Manifest;

/** Runs a job from one folder of a folder to another. */
final class Jobs {
    private Jobs() {}

    static <C extends Record> Manifest run(
            SparkSession spark, Path folder, Job<C> job, C config, String input, String output) throws Exception {
        return new JobRunner(spark)
                .run(
                        job,
                        config,
                        List.of(folder.resolve(input).toString()),
                        folder.resolve(output).toString(),
                        JobRunner.Existing.KEEP);
    }
}
