package org.quern.tokenizer;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.quern.ingest.job.InputException;
import org.quern.ingest.job.JobRunner;
import org.quern.ingest.job.JobRunner.Existing;
import org.quern.ingest.job.Manifest;
import org.quern.ingest.job.RecordCodec;
import org.quern.ingest.job.SparkExtension;
import org.quern.tokenizer.shard.DocumentSpan;
import org.quern.tokenizer.shard.PackedSequence;
import org.quern.tokenizer.shard.ShardReader;

@ExtendWith(SparkExtension.class)
final class TokenizeJobTest {

    record Mixed(String id, String url, String language, String domain, String text, int copy, long rank) {}

    private static final Tokenizer TOKENIZER = Fixtures.tokenizer();

    @TempDir
    Path folder;

    private final SparkSession spark;
    private final JobRunner runner;

    TokenizeJobTest(SparkSession spark) {
        this.spark = spark;
        this.runner = new JobRunner(spark);
    }

    @BeforeEach
    void makeTokenizer() throws Exception {
        runner.run(
                new FolderJob(
                        "train-tokenizer",
                        (context, made) -> Files.write(made.resolve("tokenizer.json"), TOKENIZER.toJson())),
                new FolderJob.NoConfig(),
                List.of(),
                folder.resolve("tokenizer").toString(),
                Existing.KEEP);
    }

    /** Texts of 1 to 400 words. */
    private static List<Mixed> documents(int count) {
        RandomText texts = new RandomText(9);
        return IntStream.range(0, count)
                .mapToObj(i -> new Mixed(
                        "id" + i,
                        i % 7 == 0 ? "" : "http://host/" + i,
                        i % 4 == 0 ? "deu" : "eng",
                        i % 3 == 0 ? "code" : "prose",
                        i == 5 ? "" : texts.next(i % 50 == 0 ? 400 : 30) + "<|endoftext|>.",
                        0,
                        i / 3))
                .toList();
    }

    private Dataset<Row> rows(List<Mixed> documents) {
        RecordCodec<Mixed> codec = RecordCodec.of(Mixed.class);
        return spark.createDataset(documents.stream().map(codec::toRow).toList(), codec.encoder());
    }

    private Path mix(String name, List<Mixed> documents, int numPartitions, String ratios) throws Exception {
        return mix(name, documents, numPartitions, ratios, 1_000_000);
    }

    private Path mix(String name, List<Mixed> documents, int numPartitions, String ratios, long tokens)
            throws Exception {
        String plan = """
                {"stages": [{"name": "stage1", "contextLength": 64, "configuredTokens": %d, "domains": {%s}}]}""".formatted(tokens, ratios);
        runner.run(
                new FolderJob("mix", (context, made) -> {
                    rows(documents)
                            .repartition(numPartitions)
                            .write()
                            .parquet(made.resolve("stage1").toString());
                    Files.writeString(made.resolve("plan.json"), plan);
                }),
                new FolderJob.NoConfig(),
                List.of(),
                folder.resolve(name).toString(),
                Existing.KEEP);
        return folder.resolve(name);
    }

    private Manifest tokenize(Path input, String output, TokenizeConfig config) throws Exception {
        return runner.run(
                new TokenizeJob(),
                config,
                List.of(input.toString(), folder.resolve("tokenizer").toString()),
                folder.resolve(output).toString(),
                Existing.KEEP);
    }

    private static int[] ordinary(String text) {
        TokenBuffer ids = new TokenBuffer();
        TOKENIZER.newEncoder().encodeOrdinary(text, ids);
        return ids.toArray();
    }

    /** Each document's tokens put together again from all rows. */
    private static Map<String, int[]> documents(ShardReader reader) {
        Map<String, TreeMap<Integer, int[]>> parts = new HashMap<>();
        for (long index = 0; index < reader.numSequences(); index++) {
            PackedSequence sequence = reader.sequence(index);
            List<DocumentSpan> spans = reader.documents(index);
            for (int i = 0; i < spans.size(); i++) {
                int end = i + 1 < spans.size() ? spans.get(i + 1).start() : sequence.length();
                int[] part = Arrays.copyOfRange(sequence.tokens(), spans.get(i).start(), end);
                int[] before = parts.computeIfAbsent(spans.get(i).documentId(), id -> new TreeMap<>())
                        .put(spans.get(i).documentOffset(), part);
                assertThat(before).as("each token once").isNull();
            }
        }
        Map<String, int[]> documents = new HashMap<>();
        parts.forEach((id, pieces) -> documents.put(
                id, pieces.values().stream().flatMapToInt(Arrays::stream).toArray()));
        return documents;
    }

    private static Map<String, byte[]> files(Path stage) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> entries = Files.list(stage)) {
            for (Path file :
                    entries.filter(path -> path.toString().endsWith(".arrow")).toList()) {
                files.put(file.getFileName().toString(), Files.readAllBytes(file));
            }
        }
        return files;
    }

    @Test
    void everyDocumentComesBackOnceAndWhole() throws Exception {
        List<Mixed> documents = documents(300);
        Path input = folder.resolve("raw");
        rows(documents).drop("copy", "rank").repartition(3).write().parquet(input.toString());
        Manifest manifest = tokenize(input, "out", new TokenizeConfig(7, 128, 4096));
        try (ShardReader reader = ShardReader.open(folder.resolve("out/stage1"))) {
            Map<String, int[]> packed = documents(reader.requireTokenizer(TOKENIZER.hash()));
            assertThat(packed).hasSize(299);
            for (Mixed document : documents) {
                if (!document.text().isEmpty()) {
                    int[] tokens = packed.get(document.id());
                    assertThat(Arrays.stream(tokens).filter(id -> id == 0))
                            .as("one end of text")
                            .hasSize(1);
                    assertThat(TOKENIZER.decode(tokens)).isEqualTo(document.text() + Tokenizer.END_OF_TEXT);
                }
            }
            long tokens = packed.values().stream().mapToLong(ids -> ids.length).sum();
            assertThat(reader.numTokens())
                    .isEqualTo(tokens)
                    .isEqualTo(manifest.counts().of("tokens"));
            long padding = reader.numSequences() * 128 - tokens;
            assertThat(manifest.counts().of("padding")).isEqualTo(padding);
            assertThat((double) padding / tokens).isLessThan(0.05);
        }
        assertThat(manifest.counts().of("dropped.empty")).isEqualTo(1);
        assertThat(files(folder.resolve("out/stage1"))).hasSizeGreaterThan(2);
        assertThat(folder.resolve("out/tokenizer.json")).hasBinaryContent(TOKENIZER.toJson());
    }

    @Test
    void sameBytesWhateverThePartitionsAndAnotherOrderForAnotherSeed() throws Exception {
        List<Mixed> documents = documents(200);
        String ratios = "\"code\": {\"ratio\": 0.5}, \"prose\": {\"ratio\": 0.5}";
        TokenizeConfig config = new TokenizeConfig(7, 64, 2048);
        tokenize(mix("mix1", documents, 1, ratios), "out1", config);
        tokenize(mix("mix7", documents, 7, ratios), "out7", config);
        tokenize(folder.resolve("mix1"), "other", new TokenizeConfig(8, 64, 2048));
        Map<String, byte[]> first = files(folder.resolve("out1/stage1"));
        assertThat(first).hasSizeGreaterThan(2);
        assertThat(files(folder.resolve("out7/stage1")))
                .usingRecursiveComparison()
                .isEqualTo(first);
        assertThat(files(folder.resolve("other/stage1")).get("shard-00000.arrow"))
                .isNotEqualTo(first.get("shard-00000.arrow"));
        assertThat(folder.resolve("out7/plan.json")).hasSameTextualContentAs(folder.resolve("out1/plan.json"));
    }

    @Test
    void everyTokenLeadsToItsDocumentsIdUrlAndDomain() throws Exception {
        List<Mixed> documents = documents(60);
        tokenize(mix("mix", documents, 2, ""), "out", new TokenizeConfig(7, 64, 2048));
        Map<String, Mixed> byId = new HashMap<>();
        Map<String, int[]> tokens = new HashMap<>();
        documents.forEach(document -> byId.put(document.id(), document));
        try (ShardReader reader = ShardReader.open(folder.resolve("out/stage1"))) {
            for (long index = 0; index < reader.numSequences(); index++) {
                PackedSequence sequence = reader.sequence(index);
                for (int token = 0; token < sequence.length(); token++) {
                    DocumentSpan span = reader.document(index, token);
                    Mixed document = byId.get(span.documentId());
                    int[] ids = tokens.computeIfAbsent(document.id(), id -> ordinary(document.text()));
                    int offset = span.documentOffset() + token - span.start();
                    assertThat(sequence.tokens()[token]).isEqualTo(offset < ids.length ? ids[offset] : 0);
                    assertThat(span.url()).isEqualTo(document.url());
                    assertThat(span.domain()).isEqualTo(document.domain());
                }
                int padding = sequence.length();
                long row = index;
                assertThatThrownBy(() -> reader.document(row, padding)).isInstanceOf(IndexOutOfBoundsException.class);
            }
        }
    }

    @Test
    void ratiosHoldToTheToken() throws Exception {
        Path mix = mix("mix", documents(200), 2, "\"code\": {\"ratio\": 0.75}, \"prose\": {\"ratio\": 0.25}");
        Manifest manifest = tokenize(mix, "out", new TokenizeConfig(7, 64, 4096));
        JsonNode stage = new ObjectMapper()
                .readTree(folder.resolve("out/plan.json").toFile())
                .path("stages")
                .path(0);
        long tokens = stage.path("tokens").asLong();
        for (String domain : List.of("code", "prose")) {
            JsonNode made = stage.path("domains").path(domain);
            assertThat((double) made.path("tokens").asLong())
                    .isCloseTo(made.path("ratio").asDouble() * tokens, within(1.0));
        }
        assertThat(stage.path("domains").path("code").path("available"))
                .as("the short domain stays whole")
                .isEqualTo(stage.path("domains").path("code").path("tokens"));
        Map<String, Long> byDomain = new TreeMap<>();
        try (ShardReader reader = ShardReader.open(folder.resolve("out/stage1"))) {
            documents(reader)
                    .forEach((id, ids) -> byDomain.merge(
                            Integer.parseInt(id.substring(2)) % 3 == 0 ? "code" : "prose",
                            (long) ids.length,
                            Long::sum));
        }
        byDomain.forEach((domain, count) -> {
            assertThat(count)
                    .isEqualTo(stage.path("domains").path(domain).path("tokens").asLong());
            assertThat(count).isEqualTo(manifest.counts().of("tokens.stage1." + domain));
        });
        assertThat(manifest.counts().of("dropped.ratio")).isPositive();
    }

    @Test
    void aStageHasNoMoreTokensThanWereWanted() throws Exception {
        String ratios = "\"code\": {\"ratio\": 0.25}, \"prose\": {\"ratio\": 0.75}";
        Manifest manifest =
                tokenize(mix("mix", documents(200), 2, ratios, 2_000), "out", new TokenizeConfig(7, 64, 4096));
        assertThat(manifest.counts().of("tokens.stage1.code")).isEqualTo(500);
        assertThat(manifest.counts().of("tokens.stage1.prose")).isEqualTo(1_500);
        assertThat(manifest.counts().of("tokens")).isEqualTo(2_000);
    }

    @Test
    void thePlanCountsTheTextAsItIs() throws Exception {
        List<Mixed> documents = documents(90);
        tokenize(mix("mix", documents, 3, ""), "out", new TokenizeConfig(7, 64, 1024));
        TokenizedPlan.Stage stage;
        try (InputStream in = Files.newInputStream(folder.resolve("out/plan.json"))) {
            stage = TokenizedPlan.read(in).stages().get(0);
        }
        long[] counts = new long[TOKENIZER.vocabSize()];
        Map<String, TextSums> languages = new TreeMap<>();
        for (Mixed document : documents) {
            if (!document.text().isEmpty()) {
                int[] ids = ordinary(document.text());
                Arrays.stream(ids).forEach(id -> counts[id]++);
                counts[TOKENIZER.endOfText()]++;
                languages.merge(
                        document.language(),
                        new TextSums(1, ids.length + 1, Utf8.of(document.text()).length),
                        TextSums::plus);
            }
        }
        assertThat(stage.shards()).isGreaterThan(4);
        assertThat(stage.vocabulary()).isEqualTo(VocabularyUse.of(TOKENIZER.vocabSize(), counts));
        Map<String, TokenizedPlan.Language> expected = new TreeMap<>();
        languages.forEach((language, sums) -> expected.put(language, TokenizedPlan.Language.of(sums)));
        assertThat(stage.languages()).isEqualTo(expected).containsOnlyKeys("deu", "eng");
        assertThat(stage.cut())
                .isEqualTo(documents.stream()
                        .filter(document -> ordinary(document.text()).length + 1 > 64)
                        .count());
    }

    @Test
    void copiesAreDocumentsOfTheirOwn() throws Exception {
        List<Mixed> documents = documents(40);
        Dataset<Row> once = rows(documents).filter(col("text").notEqual(""));
        Path mix = folder.resolve("mix");
        runner.run(
                new FolderJob("mix", (context, made) -> {
                    once.union(once.withColumn("copy", lit(1))
                                    .withColumn("rank", col("rank").plus(100)))
                            .write()
                            .parquet(made.resolve("stage1").toString());
                    Files.writeString(made.resolve("plan.json"), """
                            {"stages": [{"name": "stage1", "contextLength": 64, "domains": {}}]}""");
                }),
                new FolderJob.NoConfig(),
                List.of(),
                mix.toString(),
                Existing.KEEP);
        Manifest manifest = tokenize(mix, "out", new TokenizeConfig(7, 64, 4096));
        assertThat(manifest.counts().of("kept")).isEqualTo(78);
    }

    @Test
    void whatCannotBeUsedIsRefusedInOneLine() throws Exception {
        Path mix = mix("mix", documents(9), 1, "\"code\": {\"ratio\": 0.5}, \"mathematics\": {\"ratio\": 0.5}");
        assertThatThrownBy(() -> tokenize(mix, "a", TokenizeConfig.defaults()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("stage1 has no text of domain 'mathematics', whose ratio is 0.5");
        Path blank = Files.writeString(folder.resolve("blank.jsonl"), "{\"text\": \"\"}\n{\"text\": null}\n");
        assertThatThrownBy(() -> tokenize(blank, "b", TokenizeConfig.defaults()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("no text to tokenize");
        assertThatThrownBy(() -> new TokenizeConfig(1, 512, 100))
                .hasMessage("shardTokens must be in contextLength = 512 to 268435456, got 100");
    }
}
