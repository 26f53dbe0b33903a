package org.quern.pretrain.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.quern.ingest.job.ClusterProgram;
import org.quern.ingest.job.JobRunner;
import org.quern.ingest.job.Sessions;

/** A training with two executor JVMs. */
final class TwoExecutors {
    private TwoExecutors() {}

    /**
     * Starts a training of {@code TOKENS}, made by {@link FakeTokenize} if need be.
     *
     * @param folder for the tokens and the program's log
     * @param length how many times longer than {@link TinyCorpus#config} has it
     */
    static ClusterProgram start(Path folder, Path output, int length) throws IOException {
        return ClusterProgram.start(
                TwoExecutors.class,
                folder,
                folder.resolve("tokens").toString(),
                output.toString(),
                Integer.toString(length));
    }

    static PretrainConfig config(int length) {
        return TinyCorpus.longer(TinyCorpus.config(2, 128, "fp32"), length);
    }

    /** Arguments: the folder of tokens, the output, how much longer to train. */
    public static void main(String[] arguments) throws Exception {
        ClusterProgram.configure();
        System.setProperty("spark.authenticate", "true");
        System.setProperty("spark.authenticate.secret", "a secret for this test");
        System.setProperty("spark.network.crypto.enabled", "true");
        // Two minutes by default, in which a hung executor is not replaced.
        System.setProperty("spark.network.timeout", "20s");
        System.setProperty("spark.network.timeoutInterval", "5s");
        System.setProperty("spark.executor.heartbeatInterval", "5s");
        try (SparkSession spark = Sessions.open("two executors", Optional.of("local-cluster[2,1,1024]"))) {
            JobRunner runner = new JobRunner(spark);
            runner.run(
                    new FakeTokenize(), new FakeTokenize.Nothing(), List.of(), arguments[0], JobRunner.Existing.KEEP);
            runner.run(
                    new PretrainJob(List.of()),
                    config(Integer.parseInt(arguments[2])),
                    List.of(arguments[0]),
                    arguments[1],
                    JobRunner.Existing.KEEP);
        }
    }
}
