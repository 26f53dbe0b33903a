package org.quern.pretrain.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.spark.launcher.JavaModuleOptions;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.quern.ingest.job.Counts;
import org.quern.ingest.job.InputException;
import org.quern.ingest.job.Job;
import org.quern.ingest.job.JobContext;
import org.quern.ingest.job.JobRunner;
import org.quern.ingest.job.Manifest;
import org.quern.ingest.job.SparkExtension;

@ExtendWith(SparkExtension.class)
final class PretrainJobTest {
    @TempDir
    Path temporary;

    record Nothing() {}

    /** Stands in for the tokenizer's job. */
    private static final class FakeTokenize implements Job<Nothing> {
        @Override
        public String name() {
            return "tokenize";
        }

        @Override
        public String description() {
            return "Writes a tiny corpus.";
        }

        @Override
        public Nothing defaults() {
            return new Nothing();
        }

        @Override
        public Counts run(JobContext context, Nothing config) throws Exception {
            TinyCorpus.write(Path.of(context.folder().toUri().getPath()));
            return Counts.empty();
        }
    }

    @Test
    void aBarrierStageOfTwoTrainsAndLeavesPlainFolders(SparkSession spark) throws Exception {
        Path output = temporary.resolve("model");
        Manifest manifest = run(spark, TinyCorpus.config(2, 128, PretrainConfig.BF16), output);
        assertThat(manifest.counts().of("tokens")).isEqualTo(20 * 256);
        assertThat(manifest.counts().of("updates")).isEqualTo(20);
        for (String stage : List.of("stage1", "stage2")) {
            assertThat(output.resolve(stage))
                    .isDirectoryContaining("glob:**/config.json")
                    .isDirectoryContaining("glob:**/model.safetensors")
                    .isDirectoryContaining("glob:**/tokenizer.json");
        }
        assertThat(Files.readAllLines(output.resolve("metrics.jsonl"))).hasSize(20);
    }

    @Test
    void tooFewSlotsOrAnUnknownStageAreOneLine(SparkSession spark) {
        assertThatThrownBy(() -> run(spark, TinyCorpus.config(4, 64, "fp32"), temporary.resolve("a")))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("ranks must be at most the tasks that run at once, 2, got 4");
        PretrainConfig three = PretrainConfig.defaults();
        assertThatThrownBy(() -> run(spark, three, temporary.resolve("b")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("has no stage 'stage3'");
    }

    @Test
    void aStageWithOtherRowsThanPlannedIsRefused(SparkSession spark) throws Exception {
        Path tokens = Path.of(tokens(spark));
        Files.copy(tokens.resolve("stage2/part-00000.arrow"), tokens.resolve("stage2/part-00001.arrow"));
        assertThatThrownBy(() -> run(spark, TinyCorpus.config(1, 256, "fp32"), temporary.resolve("a")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("stage2 must have the 64 sequences of plan.json, got 128");
    }

    @Test
    void twoExecutorsLeaveWhatTwoThreadsDo(SparkSession spark) throws Exception {
        Path here = temporary.resolve("here");
        run(spark, TinyCorpus.config(2, 128, "fp32"), here);
        Path home = Files.createDirectories(temporary.resolve("spark"));
        Files.createDirectory(home.resolve("jars"));
        Files.writeString(home.resolve("RELEASE"), "test");
        Path there = temporary.resolve("there");
        List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java", "-Xmx512m"));
        command.addAll(List.of(JavaModuleOptions.defaultModuleOptionArray()));
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                TwoExecutors.class.getName(),
                temporary.resolve("tokens").toString(),
                there.toString()));
        ProcessBuilder program = new ProcessBuilder(command).directory(home.toFile());
        program.environment().put("SPARK_HOME", home.toString());
        program.environment().put("SPARK_SCALA_VERSION", "2.13");
        program.redirectErrorStream(true).redirectOutput(home.resolve("log").toFile());
        Process process = program.start();
        boolean ended = process.waitFor(4, TimeUnit.MINUTES);
        process.destroyForcibly();
        assertThat(ended && process.exitValue() == 0)
                .as(() -> read(home.resolve("log")))
                .isTrue();
        for (String file : List.of("stage1/model.safetensors", "stage2/model.safetensors", "metrics.jsonl")) {
            assertThat(Files.readAllBytes(there.resolve(file)))
                    .as(file)
                    .isEqualTo(Files.readAllBytes(here.resolve(file)));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Manifest run(SparkSession spark, PretrainConfig config, Path output) throws Exception {
        List<String> tokens = List.of(tokens(spark));
        return new JobRunner(spark)
                .run(new PretrainJob(List.of()), config, tokens, output.toString(), JobRunner.Existing.KEEP);
    }

    private String tokens(SparkSession spark) throws Exception {
        String tokens = temporary.resolve("tokens").toString();
        new JobRunner(spark).run(new FakeTokenize(), new Nothing(), List.of(), tokens, JobRunner.Existing.KEEP);
        return tokens;
    }
}
