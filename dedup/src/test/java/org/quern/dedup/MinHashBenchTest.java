package org.quern.dedup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quern.ingest.job.InputException;

class MinHashBenchTest {
    @TempDir
    private Path folder;

    @Test
    void measuresEveryText() throws Exception {
        Path input = Files.write(
                folder.resolve("in.jsonl"),
                List.of("{\"text\": \"one two three four five six\"}", "{\"text\": \"short\"}"));
        Map<String, Number> figures = MinHashBench.run(input, MinHashConfig.defaults());
        assertThat(figures).containsEntry("docs", 2).containsEntry("band_keys", 14L);
        assertThat(figures.get("docs_per_s").doubleValue()).isPositive();
    }

    @Test
    void namesTheLineThatIsNotJson() throws Exception {
        Path input = Files.write(folder.resolve("in.jsonl"), List.of("{\"text\": \"one\"}", "two"));
        assertThatThrownBy(() -> MinHashBench.run(input, MinHashConfig.defaults()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("line 2");
    }
}
