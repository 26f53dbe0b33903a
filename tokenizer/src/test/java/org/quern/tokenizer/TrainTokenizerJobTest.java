package org.quern.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.quern.ingest.job.ConfigReader;
import org.quern.ingest.job.InputException;
import org.quern.ingest.job.JobRunner;
import org.quern.ingest.job.Manifest;
import org.quern.ingest.job.SparkExtension;

@ExtendWith(SparkExtension.class)
final class TrainTokenizerJobTest {

    private static final TrainTokenizerConfig CONFIG = config(Map.of("vocabSize", "640", "minFrequency", "0"));

    @TempDir
    Path folder;

    private final SparkSession spark;
    private final JobRunner runner;

    TrainTokenizerJobTest(SparkSession spark) {
        this.spark = spark;
        this.runner = new JobRunner(spark);
    }

    private static TrainTokenizerConfig config(Map<String, String> settings) {
        return ConfigReader.read(
                TrainTokenizerConfig.defaults(), MissingNode.getInstance(), settings, TrainTokenizerJob.NAME);
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
        Manifest half =
                train(folder.resolve("corpus1"), config(Map.of("vocabSize", "300", "maxBytes", "" + bytes)), "half");
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
    void wordsCountByTheirDomainsWeights() throws Exception {
        Path documents = Files.writeString(folder.resolve("domains.jsonl"), """
                {"domain": "a", "text": "xx xx xx"}
                {"domain": "b", "text": "yy yy"}
                {"domain": "c", "text": "zz zz zz zz"}
                """);
        assertThat(firstMerges(documents, "{}")).containsExactly("zz", "xx", "Ġzz");
        assertThat(firstMerges(documents, "{b: 2}")).containsExactly("yy", "zz", "xx");
        assertThat(firstMerges(documents, "{c: 0, b: 1.6}")).containsExactly("yy", "xx", "Ġxx");
        assertThatThrownBy(() -> firstMerges(documents, "{web: 2}"))
                .isInstanceOf(InputException.class)
                .hasMessage("domainWeights names the domain 'web', the inputs have [a, b, c]; correct or remove it");
        assertThatThrownBy(() -> firstMerges(documents, "{a: 0, b: 0, c: 0}")).hasMessageContaining("no text to learn");
    }

    private List<String> firstMerges(Path documents, String weights) throws Exception {
        Manifest manifest = train(
                documents,
                config(Map.of("vocabSize", "260", "domainWeights", weights)),
                "weights" + weights.hashCode());
        assertThat(manifest.counts().of("in")).isEqualTo(3);
        Path file = folder.resolve("weights" + weights.hashCode()).resolve("tokenizer.json");
        List<String> merges = new ArrayList<>();
        ConfigReader.JSON
                .readTree(file.toFile())
                .at("/model/merges")
                .forEach(pair -> merges.add(pair.get(0).asText() + pair.get(1).asText()));
        return merges;
    }

    @Test
    void sizeIsAMultipleWhateverTheText() throws Exception {
        Map<String, String> settings =
                Map.of("vocabSize", "300", "vocabMultipleOf", "64", "specialTokens", "[<think>, </think>]");
        Manifest enough = train(corpus(1), config(settings), "enough");
        assertThat(enough.counts().of("vocabulary")).isEqualTo(320);
        assertThat(enough.counts().of("vocabulary.reserved")).isZero();

        Path little = Files.writeString(folder.resolve("little.jsonl"), "{\"text\": \"ab ab\"}\n");
        Manifest filled = train(little, config(settings), "filled");
        assertThat(filled.counts().of("vocabulary")).isEqualTo(320);
        assertThat(filled.counts().of("vocabulary.reserved")).isEqualTo(320 - 259 - 1);
        Tokenizer tokenizer = Tokenizer.load(folder.resolve("filled/tokenizer.json"));
        assertThat(tokenizer.vocabSize()).isEqualTo(320);
        assertThat(tokenizer.encode("<think>ab</think><|endoftext|><|reserved_59|>"))
                .containsExactly(1, 259, 2, 0, 319);
    }

    @Test
    void bytesThatAreNoUtf8BecomeReplacementCharacters() throws Exception {
        Path documents = folder.resolve("broken");
        spark.sql("SELECT CAST(X'61F09F61E4' AS STRING) AS text").write().parquet(documents.toString());
        train(documents, config(Map.of("minFrequency", "1")), "replaced");
        Tokenizer tokenizer = Tokenizer.load(folder.resolve("replaced/tokenizer.json"));
        assertThat(tokenizer.decode(tokenizer.vocabSize() - 1)).isEqualTo("\uFFFDa");
    }

    @Test
    void rareWordsAreLeftOut() throws Exception {
        Path documents = Files.writeString(folder.resolve("rare.jsonl"), "{\"text\": \"xyz ab ab\"}\n");
        Manifest manifest = train(documents, config(Map.of("minWordCount", "2", "minFrequency", "0")), "rare");
        assertThat(manifest.counts().of("words")).isEqualTo(1);
        assertThat(manifest.counts().of("words.rare")).isEqualTo(1);
        assertThat(manifest.counts().of("vocabulary")).isEqualTo(257 + 2);
    }

    @Test
    void configOutOfRangeIsRefused() {
        refused("vocabSize", "256", "vocabSize must be in 257 to 1048576, got 256");
        refused("vocabMultipleOf", "0", "vocabMultipleOf must be in 1 to 1040385, got 0");
        refused("specialTokens", "[ab]", "specialTokens must have a letter or digit and end in punctuation");
        refused("specialTokens", "[<|reserved_0|>]", "specialTokens must not begin with <|reserved_");
        refused("specialTokens", "[<a>, <a>]", "specialTokens must differ from each other");
        refused("specialTokens", "[<|endoftext|>]", "<|endoftext|>, which is always there");
        refused("pattern", "bert", "pattern: must be one of [gpt2, gpt2_digits, llama3, qwen2], got bert");
        refused("domainWeights", "{code: -1}", "domainWeights.code must be in 0 to 1000");
        refused("domainWeights", "{code: 0.0001}", "at most three decimals, got 1.0E-4");
        refused("minFrequency", "-1", "minFrequency must be in 0 to 1000000000000, got -1");
        refused("minWordCount", "0", "minWordCount must be in 1 to 1000000000000, got 0");
        refused("maxBytes", "0", "maxBytes must be in 1 to 1000000000000, got 0");
    }

    private static void refused(String key, String value, String message) {
        assertThatThrownBy(() -> config(Map.of(key, value)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(message);
    }
}
