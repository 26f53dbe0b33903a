package org.quern.pretrain.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.quern.ingest.job.ClusterProgram;
import org.quern.ingest.job.InputException;
import org.quern.ingest.job.JobRunner;
import org.quern.ingest.job.Manifest;
import org.quern.ingest.job.SparkExtension;
import org.quern.pretrain.checkpoint.Safetensors;

@ExtendWith(SparkExtension.class)
final class PretrainJobTest {
    @TempDir
    Path temporary;

    @Test
    void aBarrierStageOfTwoTrainsAndLeavesPlainFolders(SparkSession spark) throws Exception {
        Path output = temporary.resolve("model");
        Manifest manifest = run(spark, TinyCorpus.config(2, 128, TrainingConfig.BF16), output);
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
    void aCheckpointIsGoneOnFrom(SparkSession spark) throws Exception {
        PretrainConfig config = TinyCorpus.config(1, 256, "fp32");
        Path first = temporary.resolve("first");
        run(spark, config, first);
        PretrainConfig still = config.with(Map.of(
                "stages",
                "[{name: stage1, tokens: 256, epochs: 0, ropeTheta: 10000, mtpWeight: 0,"
                        + " learningRate: {peak: 1e-9, end: 1e-9, warmup: 0, constantUntil: 1}}]"));
        Path second = temporary.resolve("second");
        run(spark, still, second, first.resolve("stage2"));
        assertThat(loss(second, 0)).isLessThan(loss(first, 0) - 1);
        try (Safetensors before = Safetensors.open(first.resolve("stage2/model.safetensors"));
                Safetensors after = Safetensors.open(second.resolve("stage1/model.safetensors"))) {
            for (String name : before.entries().keySet()) {
                assertThat(values(after, name)).as(name).containsExactly(values(before, name), within(1e-6f));
            }
        }
        assertThatThrownBy(() -> run(
                        spark,
                        still.with(Map.of("model.numLayers", "1")),
                        temporary.resolve("c"),
                        first.resolve("stage2")))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith(
                        "model must be the checkpoint's, or have more layers, ModelConfig[vocabSize=32");
    }

    @Test
    void layersOnTopOfACheckpointsChangeNothingAtFirst(SparkSession spark) throws Exception {
        PretrainConfig config = TinyCorpus.config(1, 256, "fp32");
        Path first = temporary.resolve("first");
        run(spark, config, first);
        PretrainConfig on = config.with(Map.of("model.numLayers", "5", "seed", "7"));
        Path deeper = temporary.resolve("deeper");
        run(spark, on, deeper, first.resolve("stage2"));
        Path same = temporary.resolve("same");
        run(spark, config.with(Map.of("seed", "7")), same, first.resolve("stage2"));
        assertThat(loss(deeper, 0)).isEqualTo(loss(same, 0), within(1e-5));
        assertThat(Math.abs(loss(deeper, 9) - loss(same, 9))).as("they learn").isGreaterThan(1e-4);
    }

    private static float[] values(Safetensors file, String name) throws IOException {
        FloatBuffer floats = file.floats(name);
        float[] values = new float[floats.remaining()];
        floats.get(values);
        return values;
    }

    private static double loss(Path output, int step) throws IOException {
        String line = Files.readAllLines(output.resolve("metrics.jsonl")).get(step);
        return new ObjectMapper().readTree(line).get("loss").asDouble();
    }

    @Test
    void twoExecutorsLeaveWhatTwoThreadsDo(SparkSession spark) throws Exception {
        Path here = temporary.resolve("here");
        run(spark, TinyCorpus.config(2, 128, "fp32"), here);
        Path there = temporary.resolve("there");
        try (ClusterProgram cluster = TwoExecutors.start(temporary, there, 1)) {
            cluster.requireSuccess();
        }
        for (String file : List.of("stage1/model.safetensors", "stage2/model.safetensors", "metrics.jsonl")) {
            assertThat(Files.readAllBytes(there.resolve(file)))
                    .as(file)
                    .isEqualTo(Files.readAllBytes(here.resolve(file)));
        }
    }

    private Manifest run(SparkSession spark, PretrainConfig config, Path output, Path... checkpoint) throws Exception {
        List<String> inputs = new ArrayList<>(List.of(tokens(spark)));
        for (Path folder : checkpoint) {
            inputs.add(folder.toString());
        }
        return new JobRunner(spark)
                .run(new PretrainJob(List.of()), config, inputs, output.toString(), JobRunner.Existing.KEEP);
    }

    private String tokens(SparkSession spark) throws Exception {
        String tokens = temporary.resolve("tokens").toString();
        new JobRunner(spark)
                .run(new FakeTokenize(), new FakeTokenize.Nothing(), List.of(), tokens, JobRunner.Existing.KEEP);
        return tokens;
    }
}
