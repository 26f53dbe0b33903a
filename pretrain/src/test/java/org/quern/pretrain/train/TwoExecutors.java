package org.quern.pretrain.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.spark.launcher.JavaModuleOptions;
import org.apache.spark.sql.SparkSession;
import org.quern.ingest.job.JobRunner;
import org.quern.ingest.job.Sessions;

/** A training with two executor JVMs, in a program of its own, because Spark takes SPARK_HOME from the environment. */
final class TwoExecutors implements AutoCloseable {
    private final Process driver;
    private final Path log;

    private TwoExecutors(Process driver, Path log) {
        this.driver = driver;
        this.log = log;
    }

    /**
     * Starts a training of {@code TOKENS}, made by {@link FakeTokenize} if need be.
     *
     * @param folder for the tokens and the program's log
     * @param length how many times longer than {@link TinyCorpus#config} has it
     */
    static TwoExecutors start(Path folder, Path output, int length) throws IOException {
        Path home = Files.createDirectories(folder.resolve("spark"));
        Files.createDirectories(home.resolve("jars"));
        Files.writeString(home.resolve("RELEASE"), "test");
        List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java", "-Xmx512m"));
        command.addAll(List.of(JavaModuleOptions.defaultModuleOptionArray()));
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                TwoExecutors.class.getName(),
                folder.resolve("tokens").toString(),
                output.toString(),
                Integer.toString(length)));
        ProcessBuilder program = new ProcessBuilder(command).directory(home.toFile());
        program.environment().put("SPARK_HOME", home.toString());
        program.environment().put("SPARK_SCALA_VERSION", "2.13");
        Path log = home.resolve("log");
        program.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        return new TwoExecutors(program.start(), log);
    }

    static PretrainConfig config(int length) {
        return TinyCorpus.longer(TinyCorpus.config(2, 128, "fp32"), length);
    }

    /** Arguments: the folder of tokens, the output, how much longer to train. */
    public static void main(String[] arguments) throws Exception {
        System.setProperty("spark.executor.extraClassPath", System.getProperty("java.class.path"));
        System.setProperty("spark.executor.extraJavaOptions", "-XX:+UseSerialGC -Xss2m");
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

    /** The executors that run now. */
    List<ProcessHandle> executors() {
        return driver.children()
                .filter(process -> process.info().command().orElse("").endsWith("/java"))
                .toList();
    }

    boolean isRunning() {
        return driver.isAlive();
    }

    /** Kills the driver as {@code kill -9} does. */
    void kill() throws InterruptedException {
        driver.destroyForcibly().waitFor();
    }

    /** Waits for the end and fails where it is not a good one. */
    void requireSuccess() throws InterruptedException {
        boolean ended = driver.waitFor(5, TimeUnit.MINUTES);
        assertThat(ended && driver.exitValue() == 0).as(this::log).isTrue();
    }

    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        executors().forEach(ProcessHandle::destroyForcibly);
        driver.destroyForcibly();
    }
}
