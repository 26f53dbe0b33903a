package org.quern.pretrain.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
        Manifest manifest = run(spark, TinyCorpus.config(2, 128, "auto"), output);
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

    private Manifest run(SparkSession spark, PretrainConfig config, Path output) throws Exception {
        JobRunner runner = new JobRunner(spark);
        String tokens = temporary.resolve("tokens").toString();
        runner.run(new FakeTokenize(), new Nothing(), List.of(), tokens, JobRunner.Existing.KEEP);
        return runner.run(
                new PretrainJob(List.of()), config, List.of(tokens), output.toString(), JobRunner.Existing.KEEP);
    }
}
