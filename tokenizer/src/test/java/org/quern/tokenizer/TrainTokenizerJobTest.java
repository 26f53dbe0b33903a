package org.quern.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.quern.ingest.job.InputException;
import org.quern.ingest.job.JobRunner;
import org.quern.ingest.job.Manifest;
import org.quern.ingest.job.SparkExtension;

@ExtendWith(SparkExtension.class)
final class TrainTokenizerJobTest {

    private static final TrainTokenizerConfig CONFIG = new TrainTokenizerConfig(640, 0, 1_000_000);

    @TempDir
    Path folder;

    private final JobRunner runner;

    TrainTokenizerJobTest(SparkSession spark) {
        this.runner = new JobRunner(spark);
    }

    /** Writes the corpus in so many files. */
    private Path corpus(int numFiles) throws IOException {
        List<String> lines = new String(Fixtures.bytes("corpus.jsonl"), StandardCharsets.UTF_8)
                .lines()
                .toList();
        Path corpus = Files.createDirectory(folder.resolve("corpus" + numFiles));
        for (int file = 0; file < numFiles; file++) {
            int number = file;
            List<String> part = lines.stream()
                    .filter(line -> lines.indexOf(line) % numFiles == number)
                    .toList();
            Files.write(corpus.resolve("part%d.jsonl".formatted(file)), part);
        }
        return corpus;
    }

    private Manifest train(Path input, TrainTokenizerConfig config, String output) throws Exception {
        return runner.run(
                new TrainTokenizerJob(),
                config,
                List.of(input.toString()),
                folder.resolve(output).toString(),
                JobRunner.Existing.KEEP);
    }

    @Test
    void sameFileAsHuggingFacesTrainerWhateverTheFiles() throws Exception {
        for (int numFiles : new int[] {1, 7}) {
            String output = "out" + numFiles;
            Manifest manifest = train(corpus(numFiles), CONFIG, output);
            assertThat(folder.resolve(output).resolve("tokenizer.json"))
                    .hasBinaryContent(Fixtures.bytes("hf-trained.json"));
            assertThat(manifest.counts().of("in")).isEqualTo(60);
            assertThat(manifest.counts().of("vocabulary")).isEqualTo(640);
        }
    }

    @Test
    void maxBytesTakesASample() throws Exception {
        Manifest all = train(corpus(1), CONFIG, "all");
        long bytes = all.counts().of("bytes") / 2;
        Manifest half = train(folder.resolve("corpus1"), new TrainTokenizerConfig(300, 0, bytes), "half");
        assertThat(half.counts().of("bytes")).isBetween(bytes / 2, bytes * 3 / 2);
        assertThat(half.counts().of("dropped")).isPositive();
    }

    @Test
    void inputsWithoutTextAreRefused() throws Exception {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        assertThatThrownBy(() -> train(empty, CONFIG, "a"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("got no file");
        Path blank = Files.writeString(folder.resolve("blank.jsonl"), "{\"text\": \"\"}\n{\"body\": \"x\"}\n");
        assertThatThrownBy(() -> train(blank, CONFIG, "c"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("no text to learn from");
    }

    @Test
    void configOutOfRangeIsRefused() {
        assertThatThrownBy(() -> new TrainTokenizerConfig(256, 0, 1))
                .hasMessage("vocabSize must be in 257 to 1048576, got 256");
        assertThatThrownBy(() -> new TrainTokenizerConfig(300, -1, 1)).hasMessageContaining("minFrequency");
        assertThatThrownBy(() -> new TrainTokenizerConfig(300, 0, 0)).hasMessageContaining("maxBytes");
    }
}
