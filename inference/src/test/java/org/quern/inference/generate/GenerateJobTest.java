package org.quern.inference.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.quern.inference.GenerateConfig;
import org.quern.inference.TextGeneration;
import org.quern.inference.TinyCheckpoint;
import org.quern.ingest.job.ConfigReader;
import org.quern.ingest.job.InputException;
import org.quern.ingest.job.JobRunner;
import org.quern.ingest.job.Manifest;
import org.quern.ingest.job.SparkExtension;

@ExtendWith(SparkExtension.class)
class GenerateJobTest {
    @TempDir
    private Path folder;

    private SparkSession spark;
    private Path checkpoint;

    @BeforeEach
    void write(SparkSession session) throws Exception {
        spark = session;
        checkpoint = TinyCheckpoint.write(folder.resolve("model"), TinyCheckpoint.config(257), 3);
    }

    @Test
    void everyPromptIsCompletedOnceAndInOrder() throws Exception {
        List<String> prompts = List.of("Hello", "", "the end of", "a", "Ω", "seven", "x");
        Path plain = Files.writeString(
                folder.resolve("a.jsonl"), line(prompts.get(0)) + "\n\n" + line(prompts.get(1)) + "\r\n");
        Path packed = folder.resolve("b.jsonl.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            for (String prompt : prompts.subList(2, prompts.size())) {
                out.write((line(prompt) + "\n").getBytes(StandardCharsets.UTF_8));
            }
        }

        Manifest manifest = run(config(3, true), plain, packed);

        assertThat(Completions.parts(output()))
                .containsExactly("part-00000.jsonl.gz", "part-00001.jsonl.gz", "part-00002.jsonl.gz");
        List<JsonNode> lines = Completions.lines(output());
        var expected = TextGeneration.complete(checkpoint, prompts, GenerateConfig.defaults());
        for (int i = 0; i < prompts.size(); i++) {
            assertThat(lines.get(i).path("index").asInt()).isEqualTo(i);
            assertThat(lines.get(i).path("text").asText())
                    .isEqualTo(expected.completions().get(i).text());
            assertThat(lines.get(i).path("tokens"))
                    .hasSize(lines.get(i).path("new_tokens").asInt());
        }
        assertThat(lines).hasSize(prompts.size());
        assertThat(manifest.counts().of("in")).isEqualTo(prompts.size());
        assertThat(manifest.counts().of("newTokens")).isEqualTo(expected.stats().newTokens());
        assertThat(output().resolve("prompts")).doesNotExist();
        assertThat(output().resolve("unfinished")).doesNotExist();
    }

    @Test
    void whatCannotBeUsedHarmsNobody() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (String line : List.of(
                "{\"id\": \"a\", \"prompt\": \"good\", \"max_new_tokens\": 2}",
                "{\"id\": \"b\", \"prompt\": \"" + "too long ".repeat(20) + "\"}",
                "{\"id\": \"c\", \"tokens\": [1, 257]}",
                "{\"id\": \"d\", \"prompt\": \"good\", \"beams\": 4}",
                "not JSON",
                "{\"id\": \"f\", \"tokens\": [], \"max_new_tokens\": 3}")) {
            bytes.writeBytes((line + "\n").getBytes(StandardCharsets.UTF_8));
        }
        bytes.writeBytes(new byte[] {'{', (byte) 0xFF, '}'});
        Path input = Files.write(folder.resolve("a.jsonl"), bytes.toByteArray());

        Manifest manifest = run(config(512, false), input);

        List<JsonNode> lines = Completions.lines(output());
        assertThat(lines)
                .extracting(line -> line.path("id").asText(""))
                .containsExactly("a", "b", "c", "d", "", "f", "");
        assertThat(lines)
                .extracting(line -> line.path("error").asText(""))
                .satisfiesExactly(
                        error -> assertThat(error).isEmpty(),
                        error -> assertThat(error).contains("180 tokens, but the context of"),
                        error -> assertThat(error).contains("257"),
                        error -> assertThat(error).contains("no key 'beams'"),
                        error -> assertThat(error).contains("is not JSON"),
                        error -> assertThat(error).isEmpty(),
                        error -> assertThat(error).contains("is not UTF-8"));
        assertThat(lines.get(0).path("finish_reason").asText()).isEqualTo("length");
        assertThat(lines.get(0).path("new_tokens").asInt()).isEqualTo(2);
        assertThat(lines.get(0).has("tokens")).isFalse();
        assertThat(manifest.counts().asMap()).containsEntry("kept", 2L).containsEntry("dropped", 5L);
    }

    @Test
    void samplesLogProbabilitiesAndStopTokensAreOfALinesOwn() throws Exception {
        String sampled = "\"prompt\": \"seven\", \"temperature\": 1, \"seed\": 5, \"max_new_tokens\": 6";
        Path input = Files.writeString(
                folder.resolve("a.jsonl"),
                "{%s}\n{%s, \"n\": 3, \"logprobs\": true}\n{\"prompt\": \"Hello\"}\n".formatted(sampled, sampled));
        run(config(512, true), input);
        List<JsonNode> lines = Completions.lines(output());
        JsonNode samples = lines.get(1).path("samples");
        assertThat(samples).hasSize(3);
        assertThat(samples.get(0).path("tokens")).isEqualTo(lines.get(0).path("tokens"));
        assertThat(samples.get(1).path("tokens")).isNotEqualTo(samples.get(0).path("tokens"));
        int sum = 0;
        for (JsonNode sample : samples) {
            int made = sample.path("new_tokens").asInt();
            sum += made;
            assertThat(sample.path("logprobs").size()).isBetween(made, made + 1);
            assertThat(sample.path("logprobs")).allSatisfy(logProbability -> assertThat(logProbability.asDouble())
                    .isNegative());
        }
        assertThat(lines.get(1).path("new_tokens").asInt()).isEqualTo(sum);

        int third = lines.get(2).path("tokens").get(2).asInt();
        Files.writeString(input, """
                {"prompt": "Hello", "stop_tokens": [%d]}
                {"prompt": "Hello", "n": 2}
                {"prompt": "Hello", "n": 0}
                """.formatted(third));
        new JobRunner(spark)
                .run(
                        new GenerateJob(),
                        config(512, true),
                        List.of(checkpoint.toString(), input.toString()),
                        output().toString(),
                        JobRunner.Existing.REPLACE);
        List<JsonNode> ended = Completions.lines(output());
        assertThat(ended.get(0).path("finish_reason").asText()).isEqualTo("stop");
        assertThat(ended.get(0).path("new_tokens").asInt()).isLessThanOrEqualTo(3);
        assertThat(ended.get(1).path("error").asText()).contains("n must be 1 where temperature is 0");
        assertThat(ended.get(2).path("error").asText()).contains("n must lie in 1..1024, got 0");
    }

    @Test
    void finishedBlocksAreKeptAndOthersMadeAgain() throws Exception {
        Path input = prompts(20);
        run(config(4, false), input);
        List<byte[]> straight = bytes();
        // What a run that was killed leaves behind.
        Path partial = folder.resolve(".out.partial");
        Files.move(output(), partial);
        String fingerprint = ConfigReader.JSON
                .readTree(partial.resolve("manifest.json").toFile())
                .path("fingerprint")
                .asText();
        Files.delete(partial.resolve("manifest.json"));
        Files.writeString(partial.resolve("begun.fingerprint"), fingerprint);
        Files.delete(partial.resolve("part-00002.jsonl.gz"));
        Files.writeString(Files.createDirectory(partial.resolve("unfinished")).resolve("part-00002.x"), "half of");
        Files.writeString(Files.createDirectory(partial.resolve("prompts")).resolve("cut.json"), "{\"blo");
        var kept = Files.getLastModifiedTime(partial.resolve("part-00001.jsonl.gz"));

        Manifest manifest = run(config(4, false), input);

        assertThat(bytes()).usingElementComparator(Arrays::compare).isEqualTo(straight);
        assertThat(Files.getLastModifiedTime(output().resolve("part-00001.jsonl.gz")))
                .isEqualTo(kept);
        assertThat(manifest.counts().of("in")).isEqualTo(20);
    }

    @Test
    void blocksDoNotChangeCompletions() throws Exception {
        Path input = prompts(9);
        run(config(2, false), input);
        List<JsonNode> small = Completions.lines(output());
        new JobRunner(spark)
                .run(
                        new GenerateJob(),
                        config(100, false),
                        List.of(checkpoint.toString(), input.toString()),
                        output().toString(),
                        JobRunner.Existing.REPLACE);

        assertThat(Completions.lines(output())).isEqualTo(small);
    }

    @Test
    void whatCannotBeIsOneLine() throws Exception {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        Path damaged = Files.write(folder.resolve("a.jsonl.gz"), new byte[] {0x1f, (byte) 0x8b, 8, 0, 0});

        assertThatThrownBy(() -> run(config(4, false), empty))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("has no .jsonl or .jsonl.gz file");
        assertThatThrownBy(() -> run(config(4, false), damaged))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("a.jsonl.gz is damaged");
        Files.delete(checkpoint.resolve("config.json"));
        assertThatThrownBy(() -> run(config(4, false), prompts(1)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("generate needs one checkpoint");
    }

    @Test
    void noPromptsMakeAnEmptyOutput() throws Exception {
        assertThat(run(config(4, false), Files.createFile(folder.resolve("a.jsonl")))
                        .counts()
                        .of("in"))
                .isZero();
    }

    static String line(String prompt) {
        return "{\"prompt\": \"" + prompt + "\"}";
    }

    static BatchConfig config(int blockPrompts, boolean tokens) {
        return new BatchConfig(GenerateConfig.defaults(), blockPrompts, tokens, 1);
    }

    private Path prompts(int number) throws Exception {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            lines.add("{\"prompt\": \"prompt %d\", \"temperature\": 1, \"max_new_tokens\": 9}".formatted(i));
        }
        return Files.write(folder.resolve("prompts.jsonl"), lines);
    }

    private Manifest run(BatchConfig config, Path... inputs) throws Exception {
        List<String> all = new ArrayList<>(List.of(checkpoint.toString()));
        Arrays.stream(inputs).map(Path::toString).forEach(all::add);
        return new JobRunner(spark).run(new GenerateJob(), config, all, output().toString(), JobRunner.Existing.KEEP);
    }

    private Path output() {
        return folder.resolve("out");
    }

    private List<byte[]> bytes() throws Exception {
        List<byte[]> bytes = new ArrayList<>();
        for (String part : Completions.parts(output())) {
            bytes.add(Files.readAllBytes(output().resolve(part)));
        }
        return bytes;
    }
}
