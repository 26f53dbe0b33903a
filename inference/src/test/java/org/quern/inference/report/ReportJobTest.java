package org.quern.inference.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.quern.inference.evaluate.Evaluation;
import org.quern.inference.evaluate.MadeUpEvaluation;
import org.quern.ingest.job.ConfigReader;
import org.quern.ingest.job.Counts;
import org.quern.ingest.job.InputException;
import org.quern.ingest.job.JobRunner;
import org.quern.ingest.job.Manifest;
import org.quern.ingest.job.SparkExtension;

@ExtendWith(SparkExtension.class)
class ReportJobTest {
    @TempDir
    private Path folder;

    @Test
    void gathersWhatTheStepsLeft(SparkSession spark) throws Exception {
        manifest("mix", Counts.empty());
        Files.writeString(folder.resolve("mix/plan.json"), """
                {"stages": [{"name": "stage1", "contextLength": 64, "domains":
                  {"code": {"ratio": 1.0, "tokens": 5, "documents": 1, "epochs": 1.0}}}]}
                """);
        manifest("tokenize", Counts.empty().with("tokens.stage1.code", 4321));
        Files.writeString(folder.resolve("tokenize/plan.json"), """
                {"tokenizer": "ab", "seed": 1, "stages": [{"name": "stage1", "contextLength": 64, "sequences": 9,
                  "tokens": 570, "padding": 6, "documents": 3, "cut": 1, "shards": 1, "bytes": 4000,
                  "domains": {"code": {"ratio": 1.0, "share": 1.0, "tokens": 570, "documents": 3, "available": 570,
                    "availableDocuments": 3, "bytesPerToken": 3.25}},
                  "languages": {"und": {"tokens": 570, "documents": 3, "bytesPerToken": 3.25}},
                  "vocabulary": {"size": 512, "used": 200, "rare": 50, "coverage": {"1": 0.1, "200": 1.0}}}]}
                """);
        manifest("pretrain", Counts.empty());
        Files.writeString(
                folder.resolve("pretrain/metrics.jsonl"),
                "{\"stage\":\"stage1\",\"step\":1,\"tokens\":77,\"loss\":8.5,\"lr\":0.1,\"grad_norm\":2.0}\n");
        manifest("evaluate", Counts.empty());
        Evaluation evaluation = MadeUpEvaluation.evaluation();
        ConfigReader.JSON.writeValue(folder.resolve("evaluate/results.json").toFile(), evaluation);
        run(spark, "mix", "tokenize", "pretrain", "evaluate");
        assertThat(Files.readString(folder.resolve("report/report.html")))
                .contains("4 steps in 0 min 4 s, from mix to 3 evaluated checkpoints.")
                .contains("\"tokens\":4321")
                .contains("\"coverage\":{\"1\":0.1,\"200\":1.0}")
                .contains("\"main\":8.5")
                .contains("\"unigramBitsPerByte\":3.0");
    }

    @Test
    void needsAnEvaluation(SparkSession spark) throws Exception {
        manifest("mix", Counts.empty());
        assertThatThrownBy(() -> run(spark, "mix"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("no --input was made by 'evaluate'");
    }

    private void manifest(String step, Counts counts) throws Exception {
        Files.createDirectories(folder.resolve(step));
        ConfigReader.JSON.writeValue(
                folder.resolve(step + "/manifest.json").toFile(),
                new Manifest(step, "0", "f".repeat(64), ConfigReader.JSON.createObjectNode(), Map.of(), counts, 1));
    }

    private void run(SparkSession spark, String... inputs) throws Exception {
        List<String> paths = Arrays.stream(inputs)
                .map(input -> folder.resolve(input).toString())
                .toList();
        new JobRunner(spark)
                .run(
                        new ReportJob(),
                        ReportConfig.defaults(),
                        paths,
                        folder.resolve("report").toString(),
                        JobRunner.Existing.KEEP);
    }
}
