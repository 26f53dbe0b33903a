package org.quern.ingest.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.spark.launcher.JavaModuleOptions;

/**
 * A program whose driver starts executors on this machine, to be killed in part or as a whole. It is a process of its own,
 * because Spark takes SPARK_HOME from the environment.
 */
public final class ClusterProgram implements AutoCloseable {
    private final Process driver;
    private final Path log;

    private ClusterProgram(Process driver, Path log) {
        this.driver = driver;
        this.log = log;
    }

    /**
     * Starts a class with the tests' class path. Its main method calls {@link #configure} and opens a session of a
     * {@code local-cluster}.
     *
     * @param folder for Spark's files and the program's log
     */
    public static ClusterProgram start(Class<?> main, Path folder, String... arguments) throws IOException {
        Path home = Files.createDirectories(folder.resolve("spark"));
        Files.createDirectories(home.resolve("jars"));
        Files.writeString(home.resolve("RELEASE"), "test");
        List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java", "-Xmx512m"));
        command.addAll(List.of(JavaModuleOptions.defaultModuleOptionArray()));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder program = new ProcessBuilder(command).directory(home.toFile());
        program.environment().put("SPARK_HOME", home.toString());
        program.environment().put("SPARK_SCALA_VERSION", "2.13");
        Path log = home.resolve("log");
        program.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        return new ClusterProgram(program.start(), log);
    }

    /** Gives executors the driver's class path and small memories. */
    public static void configure() {
        System.setProperty("spark.executor.extraClassPath", System.getProperty("java.class.path"));
        System.setProperty("spark.executor.extraJavaOptions", "-XX:+UseSerialGC -Xss2m");
    }

    /** The executors that run now. */
    public List<ProcessHandle> executors() {
        return driver.children()
                .filter(process -> process.info().command().orElse("").endsWith("/java"))
                .toList();
    }

    /** Whether the driver runs. */
    public boolean isRunning() {
        return driver.isAlive();
    }

    /** Kills the driver as {@code kill -9} does. */
    public void kill() throws InterruptedException {
        driver.destroyForcibly().waitFor();
    }

    /** Waits for the end and fails where it is not a good one. */
    public void requireSuccess() throws InterruptedException {
        boolean ended = driver.waitFor(5, TimeUnit.MINUTES);
        assertThat(ended && driver.exitValue() == 0).as(this::log).isTrue();
    }

    /** What this program and earlier ones in the same folder said. */
    public String log() {
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
