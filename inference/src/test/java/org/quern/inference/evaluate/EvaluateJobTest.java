package org.quern.inference.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.quern.inference.Confidence;
import org.quern.inference.Precision;
import org.quern.inference.TinyCheckpoint;
import org.quern.ingest.job.ConfigReader;
import org.quern.ingest.job.Counts;
import org.quern.ingest.job.InputException;
import org.quern.ingest.job.JobRunner;
import org.quern.ingest.job.Manifest;
import org.quern.ingest.job.RecordCodec;
import org.quern.ingest.job.SparkExtension;

@ExtendWith(SparkExtension.class)
class EvaluateJobTest {
    private static final EvaluateConfig CONFIG = new EvaluateConfig(
            300,
            100,
            40,
            6,
            12,
            List.of("\n\n"),
            4,
            List.of(0.9, 0.0),
            Confidence.TOP_PROBABILITY,
            Precision.FP32,
            1,
            2,
            8,
            0.7,
            1,
            1);

    record HeldOutRow(String id, String url, String domain, String text) {}

    record ProblemRow(String id, String prompt, String solution, String answer) {}

    @TempDir
    private Path folder;

    @BeforeEach
    void makeInputs() throws Exception {
        for (int stage = 1; stage <= 2; stage++) {
            TinyCheckpoint.write(folder.resolve("pretrain/stage" + stage), TinyCheckpoint.config(257), stage);
        }
        manifest("pretrain");
    }

    @Test
    void measuresEveryStageOnAMixture(SparkSession spark) throws Exception {
        writeMix(spark);
        Manifest manifest = run(spark, "out", "pretrain", "mix");
        Evaluation evaluation = read("out");
        assertThat(manifest.counts().of("checkpoints")).isEqualTo(2);
        assertThat(evaluation.stages()).extracting(StageScore::stage).containsExactly("stage1", "stage2");
        StageScore score = evaluation.last().orElseThrow();
        assertThat(score.domains()).extracting(DomainScore::domain).containsExactly("code", "prose");
        assertThat(score.domains()).allSatisfy(domain -> {
            assertThat(domain.tokens()).isBetween(297L, 300L).isEqualTo(domain.bytes());
            assertThat(domain.exits()).extracting(ExitScore::layer).containsExactly(1, 2, 3);
            assertThat(domain.full().bitsPerByte()).isGreaterThan(domain.unigramBitsPerByte());
        });
        assertThat(score.decoding())
                .extracting(DecodingScore::mode)
                .containsExactly(
                        DecodingMode.FULL_DEPTH,
                        DecodingMode.EARLY_EXIT,
                        DecodingMode.EARLY_EXIT,
                        DecodingMode.COMPACTION,
                        DecodingMode.COMPACTION,
                        DecodingMode.SELF_SPECULATION,
                        DecodingMode.MTP);
        assertThat(score.decoding(DecodingMode.SELF_SPECULATION).orElseThrow().differing())
                .isZero();
        DecodingScore mtp = score.decoding(DecodingMode.MTP).orElseThrow();
        assertThat(mtp.differing()).isZero();
        assertThat(mtp.drafted()).isPositive();
        assertThat(score.decoding().get(2).meanLayers()).isLessThan(3);
        assertThat(evaluation.speed("stage2").tokensPerSecond(mtp)).isPositive();
        assertThat(Files.readAllLines(folder.resolve("out/samples.jsonl"))).hasSize(2 * (2 + 2));
        assertThat(ResultsSummary.lines(evaluation)).hasSize(5);
    }

    @Test
    void scoresATextGivenAsAFile(SparkSession spark) throws Exception {
        Files.writeString(folder.resolve("text.txt"), "A short text, ünd one more line.\n");
        Files.writeString(folder.resolve("rows.jsonl"), "{\"text\": \"first\"}\n{\"text\": \"second\"}\n");
        run(spark, "out", "pretrain/stage1", "text.txt", "rows.jsonl");
        StageScore score = read("out").last().orElseThrow();
        assertThat(score.domains()).extracting(DomainScore::domain).containsExactly("rows.jsonl", "text.txt");
        assertThat(score.domains()).extracting(DomainScore::tokens).containsExactly(9L, 33L);
        assertThat(score.decoding()).isEmpty();
    }

    @Test
    void saysWhatIsMissing(SparkSession spark) throws Exception {
        assertThatThrownBy(() -> run(spark, "out", "pretrain"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("nothing to measure on");
        Files.writeString(folder.resolve("text.txt"), "text");
        assertThatThrownBy(() -> run(spark, "out", "text.txt"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("no --input holds a checkpoint");
        Files.writeString(folder.resolve("rows.jsonl"), "{\"words\": \"first\"}\n");
        assertThatThrownBy(() -> run(spark, "out", "pretrain", "rows.jsonl"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("rows.jsonl has no column 'text', only [words]");
    }

    @Test
    void answersAreComparedWithoutCaseSpacingAndCommas() {
        EvaluationProblem problem = new EvaluationProblem("1", "Question: ...\nSteps:", "3, 1, 2");
        assertThat(problem.isCorrect(" sort; swap\nAnswer: 3 1  2.\nAnswer: 4")).isTrue();
        assertThat(problem.isCorrect("3,1,2")).isTrue();
        assertThat(problem.isCorrect(" sort\nAnswer: 3 1")).isFalse();
        assertThat(problem.isCorrect("")).isFalse();
    }

    @Test
    void configurationSurvivesYaml() {
        EvaluateConfig defaults = EvaluateConfig.defaults();
        EvaluateConfig read =
                ConfigReader.read(defaults, ConfigReader.toJson(defaults), Map.of("precision", "bf16"), "evaluate");
        assertThat(read.precision()).isEqualTo(Precision.BF16);
        assertThat(read.exitThresholds()).isEqualTo(defaults.exitThresholds());
    }

    private void writeMix(SparkSession spark) throws Exception {
        RecordCodec<HeldOutRow> texts = RecordCodec.of(HeldOutRow.class);
        String text = "int main() { return 0; } ".repeat(8);
        spark.createDataFrame(
                        List.of(
                                texts.toRow(new HeldOutRow("b", "", "code", text)),
                                texts.toRow(new HeldOutRow("a", "", "prose", text.toUpperCase(Locale.ROOT))),
                                texts.toRow(new HeldOutRow("c", "", "prose", "It was a dark night. ".repeat(20))),
                                texts.toRow(new HeldOutRow("d", "", "prose", "It was a dark night. ".repeat(20))),
                                texts.toRow(new HeldOutRow("e", "", "code", text)),
                                texts.toRow(new HeldOutRow("f", "", "code", text)),
                                texts.toRow(new HeldOutRow("g", "", "code", text))),
                        texts.schema())
                .write()
                .parquet(folder.resolve("mix/heldout").toString());
        RecordCodec<ProblemRow> problems = RecordCodec.of(ProblemRow.class);
        spark.createDataFrame(
                        IntStream.range(0, 9)
                                .mapToObj(i -> problems.toRow(new ProblemRow(
                                        "p" + i,
                                        "Question: What is " + i + " + 1?\nSteps:",
                                        "\nAnswer: ",
                                        "" + (i + 1))))
                                .toList(),
                        problems.schema())
                .write()
                .parquet(folder.resolve("mix/problems").toString());
        manifest("mix");
    }

    private void manifest(String step) throws Exception {
        Manifest manifest = new Manifest(
                step, "0", "f".repeat(64), ConfigReader.JSON.createObjectNode(), Map.of(), Counts.empty(), 1);
        Files.createDirectories(folder.resolve(step));
        ConfigReader.JSON.writeValue(folder.resolve(step + "/manifest.json").toFile(), manifest);
    }

    private Manifest run(SparkSession spark, String output, String... inputs) throws Exception {
        List<String> paths = Arrays.stream(inputs)
                .map(input -> folder.resolve(input).toString())
                .toList();
        return new JobRunner(spark)
                .run(new EvaluateJob(), CONFIG, paths, folder.resolve(output).toString(), JobRunner.Existing.KEEP);
    }

    private Evaluation read(String output) throws Exception {
        return ResultsFile.read(
                new org.apache.hadoop.fs.Path(folder.resolve(output).toUri()),
                new org.apache.hadoop.conf.Configuration());
    }
}
