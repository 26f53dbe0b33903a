package org.quern.inference.generate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.quern.inference.TinyCheckpoint;
import org.quern.ingest.job.ClusterProgram;
import org.quern.ingest.job.JobRunner;
import org.quern.ingest.job.Sessions;
import org.quern.ingest.job.SparkExtension;

/** Kills an executor of two, and the driver, half-way: the output is complete, no line twice, the same bytes. */
@ExtendWith(SparkExtension.class)
class KilledGenerationTest {
    private static final int PROMPTS = 400;
    private static final int BLOCK = 10;

    @TempDir
    private Path folder;

    private Path killed;

    @BeforeEach
    void write() throws Exception {
        TinyCheckpoint.write(folder.resolve("model"), TinyCheckpoint.config(257), 3);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < PROMPTS; i++) {
            lines.add("{\"id\": \"%d\", \"prompt\": \"%s\", \"temperature\": 1, \"max_new_tokens\": 40}"
                    .formatted(i, "prompt ".repeat(1 + i % 5)));
        }
        Files.write(folder.resolve("prompts.jsonl"), lines);
        killed = folder.resolve("killed");
    }

    /** Arguments: the folder of the test, the output. */
    public static void main(String[] arguments) throws Exception {
        ClusterProgram.configure();
        try (SparkSession spark = Sessions.open("two executors", Optional.of("local-cluster[2,1,1024]"))) {
            generate(spark, Path.of(arguments[0]), Path.of(arguments[1]));
        }
    }

    private static void generate(SparkSession spark, Path folder, Path output) throws Exception {
        new JobRunner(spark)
                .run(
                        new GenerateJob(),
                        GenerateJobTest.config(BLOCK, true),
                        List.of(
                                folder.resolve("model").toString(),
                                folder.resolve("prompts.jsonl").toString()),
                        output.toString(),
                        JobRunner.Existing.KEEP);
    }

    @Test
    void neitherAnExecutorsNorTheDriversEndLeavesATrace(SparkSession spark) throws Exception {
        try (ClusterProgram cluster = start()) {
            waitForParts(cluster, 2);
            List<ProcessHandle> executors = cluster.executors();
            executors.get(executors.size() - 1).destroyForcibly();
            waitForParts(cluster, 6);
            cluster.kill();
        }
        int finished = parts();
        assertThat(finished).isLessThan(PROMPTS / BLOCK);
        assertThat(killed).doesNotExist();

        try (ClusterProgram cluster = start()) {
            cluster.requireSuccess();
            assertThat(cluster.log()).contains("generate: goes on where an earlier run stopped", "Lost executor");
        }
        Path straight = folder.resolve("straight");
        generate(spark, folder, straight);

        assertThat(Completions.lines(killed))
                .extracting(line -> line.path("index").asLong())
                .containsExactlyElementsOf(LongStream.range(0, PROMPTS).boxed().toList());
        assertThat(Completions.lines(killed)).noneMatch((JsonNode line) -> line.has("error"));
        for (String part : Completions.parts(straight)) {
            assertThat(killed.resolve(part)).hasSameBinaryContentAs(straight.resolve(part));
        }
    }

    private ClusterProgram start() throws IOException {
        return ClusterProgram.start(
                KilledGenerationTest.class, folder.resolve("cluster"), folder.toString(), killed.toString());
    }

    private void waitForParts(ClusterProgram cluster, int number) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(5);
        while (parts() < number) {
            assertThat(cluster.isRunning() && System.nanoTime() < deadline)
                    .as(cluster::log)
                    .isTrue();
            Thread.sleep(10);
        }
    }

    private int parts() throws IOException {
        Path partial = folder.resolve(".killed.partial");
        return Files.isDirectory(partial) ? Completions.parts(partial).size() : 0;
    }
}
