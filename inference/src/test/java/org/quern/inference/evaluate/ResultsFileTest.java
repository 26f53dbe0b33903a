package org.quern.inference.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quern.ingest.job.ConfigReader;
import org.quern.ingest.job.InputException;

class ResultsFileTest {
    @TempDir
    private java.nio.file.Path folder;

    @Test
    void readsBackWhatItWrote() throws Exception {
        Evaluation evaluation = MadeUpEvaluation.evaluation();
        write(evaluation);
        assertThat(ResultsFile.read(new Path(folder.toUri()), new Configuration()))
                .isEqualTo(evaluation);
    }

    @Test
    void hasTheSchemaOfTheHarness() throws Exception {
        write(MadeUpEvaluation.evaluation());
        JsonNode root =
                ConfigReader.JSON.readTree(folder.resolve("results.json").toFile());
        JsonNode problems = root.path("results").path("heldout_problems");
        assertThat(problems.path("exact_match,none").asDouble()).isEqualTo(34 / 64.0);
        assertThat(problems.path("exact_match_stderr,none").asDouble()).isPositive();
        assertThat(problems.path("alias").asText()).isEqualTo("heldout_problems");
        assertThat(root.path("results")
                        .path("heldout_code")
                        .path("bits_per_byte,none")
                        .asDouble())
                .isPositive();
        assertThat(root.path("higher_is_better")
                        .path("heldout_code")
                        .path("bits_per_byte")
                        .asBoolean(true))
                .isFalse();
        assertThat(root.path("n-samples")
                        .path("heldout_problems")
                        .path("effective")
                        .asInt())
                .isEqualTo(64);
        assertThat(root.path("n-shot").path("heldout_code").asInt(-1)).isZero();
        assertThat(root.path("config").path("model").asText()).startsWith("quern");
    }

    @Test
    void namesAFileThatIsNotOne() throws Exception {
        Files.writeString(folder.resolve("results.json"), "{\"stages\": 3}");
        assertThatThrownBy(() -> ResultsFile.read(new Path(folder.toUri()), new Configuration()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("results.json is not a results file");
    }

    @Test
    void summarisesInFiveLines() {
        List<String> lines = ResultsSummary.lines(MadeUpEvaluation.evaluation());
        assertThat(lines).hasSize(5);
        assertThat(lines.get(0)).contains("6.3M parameters", "8 layers");
        assertThat(lines.get(1)).contains("stage1 1.7", "best unigram model 2.4");
        assertThat(lines.get(2)).contains("stage3 53.1%", "64 held-out problems");
        assertThat(lines.get(3)).contains("by sequence at 0.80: 2,700 tokens/s against 1,900");
        assertThat(lines.get(4)).contains("82% of drafts accepted", "0 of 64 outputs differ");
        assertThat(ResultsSummary.lines(new Evaluation(List.of(), List.of()))).isEmpty();
    }

    private void write(Evaluation evaluation) throws Exception {
        ResultsFile.write(
                new Path(folder.toUri()),
                new Configuration(),
                evaluation,
                ConfigReader.JSON.createObjectNode().put("problems", 64));
    }
}
