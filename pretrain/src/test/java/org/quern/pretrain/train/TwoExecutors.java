package org.quern.pretrain.train;

import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.quern.ingest.job.JobRunner;
import org.quern.ingest.job.Sessions;

/** A program of its own, because Spark takes SPARK_HOME from the environment: trains with two executor JVMs. */
final class TwoExecutors {
    private TwoExecutors() {}

    /** Arguments: the folder of tokens, the output. */
    public static void main(String[] arguments) throws Exception {
        System.setProperty("spark.executor.extraClassPath", System.getProperty("java.class.path"));
        System.setProperty("spark.executor.extraJavaOptions", "-XX:+UseSerialGC -Xss2m");
        System.setProperty("spark.authenticate", "true");
        System.setProperty("spark.authenticate.secret", "a secret for this test");
        System.setProperty("spark.network.crypto.enabled", "true");
        try (SparkSession spark = Sessions.open("two executors", Optional.of("local-cluster[2,1,1024]"))) {
            new JobRunner(spark)
                    .run(
                            new PretrainJob(List.of()),
                            TinyCorpus.config(2, 128, "fp32"),
                            List.of(arguments[0]),
                            arguments[1],
                            JobRunner.Existing.KEEP);
        }
    }
}
