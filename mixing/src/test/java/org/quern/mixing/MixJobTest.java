package org.quern.mixing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.quern.ingest.document.Document;
import org.quern.ingest.job.ConfigReader;
import org.quern.ingest.job.Counts;
import org.quern.ingest.job.RecordCodec;
import org.quern.ingest.job.SparkExtension;

@ExtendWith(SparkExtension.class)
class MixJobTest {
    private static final List<String> STAGES = List.of("stage1", "stage2", "stage3");
    private static final RecordCodec<ScoredDocument> CODEC = RecordCodec.of(ScoredDocument.class);
    private static final Optional<String> DATE = Optional.of("2024-01-31T23:59:59Z");

    @TempDir
    private static Path folder;

    private static Counts counts = Counts.empty();

    @BeforeAll
    static void mix(SparkSession spark) throws Exception {
        counts = MixJob.write(spark, corpus(spark, 1), path("mix"), config());
    }

    @Test
    void stagesHaveTheirRatiosAndNothingHeldOut(SparkSession spark) throws Exception {
        JsonNode plan = ConfigReader.JSON.readTree(Files.readAllBytes(folder.resolve("mix/plan.json")));
        assertThat(plan.get("stages")).hasSize(3);
        for (JsonNode stage : plan.get("stages")) {
            stage.get("domains").properties().forEach(entry -> {
                double ratio = entry.getValue().get("ratio").asDouble();
                double share = entry.getValue().get("tokens").asDouble()
                        / stage.get("tokens").asDouble();
                assertThat(share).as(entry.toString()).isCloseTo(ratio, within(0.005 * ratio));
            });
        }
        assertThat(plan.at("/stages/2/domains/synthetic/ratio").asDouble()).isEqualTo(0.1);
        assertThat(plan.at("/stages/0/domains/synthetic").isMissingNode()).isTrue();
        assertThat(counts.of(Counts.IN)).isEqualTo(counts.of(Counts.KEPT) + counts.of(Counts.DROPPED));
        assertThat(counts.of("heldout")).isBetween(10L, 60L);

        Set<String> heldOut = column(spark, "mix/heldout", "id");
        Set<String> solutions = column(spark, "mix/problems", "solution");
        assertThat(solutions).isNotEmpty();
        for (String stage : STAGES) {
            assertThat(column(spark, "mix/" + stage, "id")).doesNotContainAnyElementsOf(heldOut);
            String trained = String.join("\n", column(spark, "mix/" + stage, "text"));
            assertThat(solutions).noneMatch(trained::contains);
        }
    }

    @Test
    void neitherPartitionsNorAMissingColumnOfDatesChangeABit(SparkSession spark) throws Exception {
        MixJob.write(spark, corpus(spark, 7).drop("date"), path("seven"), config());
        assertThat(bytes("mix")).hasSizeGreaterThan(5).isEqualTo(bytes("seven"));
    }

    @Test
    void copiesOfADocumentAreNumberedAndRanked(SparkSession spark) {
        List<Row> rows = spark.read()
                .parquet(path("mix/stage1").toString())
                .where("domain = 'knowledge'")
                .orderBy("rank", "id")
                .collectAsList();
        Map<String, Integer> copies = new TreeMap<>();
        rows.forEach(row ->
                assertThat(row.<Integer>getAs("copy")).isEqualTo(copies.merge(row.getAs("id"), 1, Integer::sum) - 1));
        assertThat(copies.values()).contains(1, 2);
    }

    @Test
    void datesGoOn() {
        Document document = Document.of("https://example.org/", "s", 0, "eng", "web", "A text.");
        ScoredDocument scored = ScoredDocument.of(document.withDate(DATE), "web", 0.5);
        assertThat(MixedDocument.of(scored, "A", 1, 7).date()).isEqualTo(DATE);
    }

    @Test
    void scoringKeepsEveryDocument(SparkSession spark) {
        RecordCodec<Document> codec = RecordCodec.of(Document.class);
        List<Row> rows = Stream.of("", "A text. ".repeat(50), "x = y;\n".repeat(9))
                .map(text -> codec.toRow(Document.of("https://example.org/" + text.length(), "s", 0, "eng", "web", text)
                        .withDate(DATE)))
                .toList();
        Dataset<Row> documents = spark.createDataset(rows, codec.encoder());
        List<Row> scored = ScoreJob.transform(documents, ScoreConfig.defaults()).collectAsList();
        assertThat(scored).extracting(row -> row.<String>getAs("date")).containsOnly(DATE.orElseThrow());
        assertThat(ScoreJob.transform(documents.drop("date"), ScoreConfig.defaults())
                        .collectAsList())
                .extracting(row -> row.<String>getAs("date"))
                .containsOnlyNulls();
        assertThat(scored).hasSize(3).allSatisfy(row -> assertThat(row.<Double>getAs("quality"))
                .isBetween(0.0, 1.0));
        assertThat(scored.stream().map(row -> row.<String>getAs("domain"))).containsExactly("web", "web", "code");
    }

    private static MixConfig config() {
        MixConfig defaults = MixConfig.defaults();
        List<StageConfig> stages = new ArrayList<>();
        long[] tokens = {40_000, 15_000, 8_000};
        for (int i = 0; i < tokens.length; i++) {
            StageConfig stage = defaults.stages().get(i);
            stages.add(new StageConfig(stage.name(), tokens[i], stage.contextLength(), stage.ratios()));
        }
        return new MixConfig(5, 30, 4, defaults.missingDomains(), stages, new MixConfig.ProblemsConfig(2500, 8, 40), 2);
    }

    /** A thousand documents; little knowledge, so that it is used more than once. */
    private static Dataset<Row> corpus(SparkSession spark, int partitions) {
        Random random = new Random(17);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            String domain = i < 30
                    ? "knowledge"
                    : List.of("mathematics", "code", "prose", "web").get(i % 4);
            String text = "word another sentence ".repeat(10 + random.nextInt(60)) + i;
            Document document = Document.of("https://example.org/" + i, "test", 0, "eng", domain, text);
            rows.add(CODEC.toRow(ScoredDocument.of(document, domain, random.nextDouble())));
        }
        return spark.createDataset(rows, CODEC.encoder()).repartition(partitions);
    }

    private static Set<String> column(SparkSession spark, String table, String column) {
        return spark.read().parquet(path(table).toString()).select(column).collectAsList().stream()
                .map(row -> row.getString(0))
                .collect(Collectors.toCollection(HashSet::new));
    }

    private static Map<String, String> bytes(String name) throws IOException {
        Map<String, String> bytes = new TreeMap<>();
        Path root = folder.resolve(name);
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(f -> f.toString().matches(".*\\.(parquet|json)"))
                    .toList()) {
                bytes.put(root.relativize(file).toString(), HexFormat.of().formatHex(Files.readAllBytes(file)));
            }
        }
        return bytes;
    }

    private static org.apache.hadoop.fs.Path path(String name) {
        return new org.apache.hadoop.fs.Path(folder.toString(), name);
    }
}
