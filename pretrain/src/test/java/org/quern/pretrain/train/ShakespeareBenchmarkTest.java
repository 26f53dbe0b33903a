package org.quern.pretrain.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quern.ingest.job.InputException;

final class ShakespeareBenchmarkTest {
    @TempDir
    Path temporary;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aTextThatRepeatsIsLearnt(boolean muon) throws Exception {
        Path text = gzipped("To be, or not to be. ".repeat(60));
        ShakespeareBenchmark.Figures figures =
                ShakespeareBenchmark.run(new ShakespeareBenchmark.Options(text, 30, muon, 10, 1, 0));
        assertThat(figures.validationLoss()).isBetween(0.0, 1.0);
        assertThat(figures.parameters())
                .isEqualTo(10 * 128 + 128 + 4 * (4 * 128 * 128 + 3 * 128 + 256 + 3 * 128 * 340));
    }

    @Test
    void aTextWithoutAWindowIsRefused() throws Exception {
        Path text = gzipped("x".repeat(60));
        assertThatThrownBy(() -> ShakespeareBenchmark.run(new ShakespeareBenchmark.Options(text, 1, false, 10, 1, 0)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("must have more than 73 characters, got 60");
    }

    private Path gzipped(String text) throws IOException {
        Path file = temporary.resolve("text.gz");
        try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return file;
    }
}
