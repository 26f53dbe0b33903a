package org.quern.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quern.ingest.job.InputException;

class TextGenerationTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void write() throws Exception {
        TinyCheckpoint.write(folder.resolve("model"), TinyCheckpoint.config(257), 3);
    }

    @Test
    void everyWayOfDecodingCompletes() {
        Generation plain = complete(2, false, "Hello", "");
        assertThat(plain.completions()).hasSize(2).allMatch(c -> c.tokens().size() <= 10);
        assertThat(complete(2, true, "Hello", "").completions()).isEqualTo(plain.completions());
        assertThat(complete(0, false, "Hello").stats().tokensByLayer().get(0)).isPositive();
    }

    @Test
    void whatCannotBeIsOneLine() throws Exception {
        assertThatThrownBy(() -> complete(0.5, true, "Hello"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("go with full depth and with compaction");
        Files.delete(folder.resolve("model/tokenizer.json"));
        assertThatThrownBy(() -> complete(2, false, "Hello"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("has no tokenizer.json");
    }

    @Test
    void theBenchmarkCountsItsTokens() {
        for (boolean mtp : new boolean[] {false, true}) {
            var figures = DecodeBenchmark.run(new DecodeBenchmark.Settings(
                    folder.resolve("model"),
                    Precision.BF16,
                    DecodingOptions.plain(3).withDrafts(mtp ? 1 : 0),
                    8,
                    1));
            assertThat((Double) figures.get("tokens_per_s")).isPositive();
            assertThat(figures.get("tokens_by_layer")).isEqualTo(List.of(0L, 0L, 24L));
            assertThat(figures.containsKey("acceptance")).isEqualTo(mtp);
        }
    }

    private Generation complete(double threshold, boolean mtp, String... prompts) {
        ExitConfig exit =
                threshold > 1 ? ExitConfig.NONE : ExitConfig.NONE.at(ExitConfig.Policy.WHOLE_BATCH, threshold);
        GenerateConfig config = new GenerateConfig(10, 0, 0, 1, 0, exit, mtp ? 1 : 0, List.of(), Precision.FP32, 4, 0);
        return TextGeneration.complete(folder.resolve("model"), List.of(prompts), config);
    }
}
