package org.quern.dedup;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.quern.ingest.IngestConfig;
import org.quern.ingest.IngestJob;
import org.quern.ingest.job.Counts;
import org.quern.ingest.job.SparkExtension;
import org.quern.ingest.rules.RuleSet;

@ExtendWith(SparkExtension.class)
class CapturesTest {
    private static final String STORY =
            "the miller of the village ground the grain of all who came to the mill by the river "
                    + "and took a tenth of the flour in return for his work and that of the two stones which he had dressed himself";

    @TempDir
    private static Path folder;

    private static DedupConfig config(UrlChoice choice) {
        return DedupConfigTest.with(Map.of("urls", choice.name()));
    }

    private static Corpus.Scored capture(String url, String date, String text, double quality) {
        return Corpus.Scored.of(url, text, quality)
                .from("test", Optional.of(date).filter(stated -> !stated.isEmpty()));
    }

    private static Counts dedup(
            SparkSession spark, List<Corpus.Scored> corpus, int partitions, UrlChoice choice, String name)
            throws Exception {
        Counts counts =
                DedupJob.write(Corpus.rows(spark, corpus, partitions), path(name), config(choice), Optional.empty());
        assertThat(counts.of(Counts.IN)).isEqualTo(corpus.size());
        assertThat(counts.of(Counts.KEPT) + counts.of(Counts.DROPPED)).isEqualTo(corpus.size());
        return counts;
    }

    private static org.apache.hadoop.fs.Path path(String name) {
        return new org.apache.hadoop.fs.Path(folder.toString(), name);
    }

    private static List<Row> duplicates(SparkSession spark, String name) {
        return spark.read().parquet(path(name) + "/duplicates").collectAsList();
    }

    /** Documents by letter, so that a test can be read. */
    private static final Map<String, Corpus.Scored> PAGES = Map.ofEntries(
            Map.entry("a1", capture("https://a.example/", "2019-01-01T00:00:00Z", "The first text of a.", 0.9)),
            Map.entry("a2", capture("http://a.example/", "2021-01-01T00:00:00Z", "The last text of a.", 0.1)),
            Map.entry("a3", capture("https://a.example/", "2020-01-01T00:00:00Z", "Between them.", 0.2)),
            Map.entry("b1", capture("http://b.example/", "2019-01-01T00:00:00Z", "The old b.", 0.9)),
            Map.entry("b2", capture("http://b.example/", "2020-01-01T00:00:00Z", "One part of b.", 0.2)),
            Map.entry("b3", capture("http://b.example/", "2020-01-01T00:00:00Z", "The other part of b.", 0.3)),
            Map.entry("c1", capture("http://c.example/", "2019-01-01T00:00:00Z", "Dated.", 0.1)),
            Map.entry("c2", capture("http://c.example/", "", "Undated.", 0.2)),
            Map.entry("c3", capture("http://c.example/", "", "Undated, too.", 0.3)),
            Map.entry("d1", capture("https://d.example/", "2019-01-01T00:00:00Z", "The old d, of much.", 0.8)),
            Map.entry("d2", capture("https://d.example/", "2020-01-01T00:00:00Z", STORY + " alone", 0.1)),
            Map.entry("e1", capture("https://e.example/", "2018-01-01T00:00:00Z", STORY + " again", 0.5)),
            Map.entry("f1", capture("in/f.txt", "2019-01-01T00:00:00Z", "A file.", 0.1)),
            Map.entry("f2", capture("in/f.txt", "2020-01-01T00:00:00Z", "Another of that name.", 0.1)),
            Map.entry("g1", capture("", "2019-01-01T00:00:00Z", "No address.", 0.1)),
            Map.entry("g2", capture("", "2020-01-01T00:00:00Z", "Nor here.", 0.1)));

    private static String letter(String id) {
        return PAGES.entrySet().stream()
                .filter(entry -> entry.getValue().id().equals(id))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("none");
    }

    @Test
    void theNewestCaptureStays(SparkSession spark) throws Exception {
        List<Corpus.Scored> corpus = new ArrayList<>(PAGES.values());
        corpus.add(Objects.requireNonNull(PAGES.get("a1")));
        Counts counts = dedup(session(spark, 3, true), corpus, 2, UrlChoice.NEWEST, "newest");

        assertThat(duplicates(spark, "newest"))
                .extracting(
                        row -> letter(row.getAs("id")),
                        row -> letter(row.getAs("kept")),
                        row -> row.getAs("kind"),
                        row -> row.getAs("reason"))
                .containsExactlyInAnyOrder(
                        tuple("a1", "a2", "url", "newest"),
                        // A row that is the same document goes where it goes.
                        tuple("a1", "a2", "exact", "newest"),
                        tuple("a3", "a2", "url", "newest"),
                        tuple("b1", "b3", "url", "newest"),
                        // Its successor is gone in turn; that it was better than what stays now does not matter.
                        tuple("d1", "e1", "url", "newest"),
                        tuple("d2", "e1", "near", "quality"));
        assertThat(duplicates(spark, "newest")).allSatisfy(row -> {
            assertThat(row.isNullAt(row.fieldIndex("similarity")))
                    .isEqualTo(!row.getAs("kind").equals("near"));
            assertThat(row.<String>getAs("cluster")).isNotNull();
        });
        assertThat(counts.asMap())
                .containsEntry("dropped.url", 4L)
                .containsEntry("dropped.exact", 1L)
                .containsEntry("dropped.near", 1L)
                .containsEntry("dated", 14L);
    }

    /** By id, the document that replaces it. */
    private static Map<String, String> replaced(SparkSession spark, List<Corpus.Scored> corpus, UrlChoice choice) {
        KeepOrder order = DedupConfig.defaults().keepOrder();
        Dataset<Row> sketches = Duplicates.sketches(Corpus.rows(spark, corpus, 2), order, MinHashConfig.defaults());
        return Captures.superseded(sketches, choice, order).collectAsList().stream()
                .collect(Collectors.toMap(row -> row.getAs("id"), row -> row.getAs("original")));
    }

    @Test
    void theBestCaptureStaysWhereAsked(SparkSession spark) {
        Map<String, String> replaced = replaced(spark, List.copyOf(PAGES.values()), UrlChoice.BEST);

        assertThat(replaced.entrySet())
                .extracting(entry -> letter(entry.getKey()), entry -> letter(entry.getValue()))
                .containsExactlyInAnyOrder(
                        tuple("a2", "a1"),
                        tuple("a3", "a1"),
                        tuple("b2", "b1"),
                        tuple("b3", "b1"),
                        tuple("c1", "c3"),
                        tuple("c2", "c3"),
                        tuple("d2", "d1"));
    }

    @ParameterizedTest
    @EnumSource
    void findsWhatBruteForceFinds(UrlChoice choice, SparkSession spark) {
        List<Corpus.Scored> corpus = recrawled(Corpus.families(30, 8));
        Set<String> expected = superseded(corpus, choice);

        assertThat(replaced(spark, corpus, choice).keySet()).isEqualTo(expected);
        assertThat(expected.isEmpty()).isEqualTo(choice == UrlChoice.ALL);
    }

    @Test
    void dropsWhatBruteForceDropsWhateverPartitionsAndAdaptiveExecution(SparkSession spark) throws Exception {
        List<Corpus.Scored> corpus = recrawled(Corpus.families(15, 8));
        dedup(session(spark, 1, false), corpus, 1, UrlChoice.BEST, "one");
        dedup(session(spark, 20, true), corpus, 7, UrlChoice.BEST, "twenty");

        Set<String> expected = superseded(corpus, UrlChoice.BEST);
        List<Corpus.Scored> current = corpus.stream()
                .filter(document -> !expected.contains(document.id()))
                .toList();
        expected.addAll(BruteForce.dropped(current, 0.75));
        List<Row> duplicates = duplicates(spark, "one");
        assertThat(duplicates).extracting(row -> row.<String>getAs("id")).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(duplicates).extracting(row -> row.<String>getAs("kept")).doesNotContainAnyElementsOf(expected);
        assertThat(duplicates)
                .extracting(row -> row.<String>getAs("kind"), row -> row.<String>getAs("reason"))
                .contains(tuple("url", "quality"), tuple("url", "length"), tuple("near", "quality"));
        assertThat(DedupJobTest.bytes(folder.resolve("twenty")))
                .isNotEmpty()
                .isEqualTo(DedupJobTest.bytes(folder.resolve("one")));
    }

    static SparkSession session(SparkSession spark, int partitions, boolean adaptive) {
        SparkSession session = spark.newSession();
        session.conf().set("spark.sql.shuffle.partitions", partitions);
        session.conf().set("spark.sql.adaptive.enabled", adaptive);
        return session;
    }

    /** The same texts on few pages, at few dates. */
    private static List<Corpus.Scored> recrawled(List<Corpus.Scored> documents) {
        Random random = new Random(9);
        List<Corpus.Scored> corpus = new ArrayList<>();
        for (int i = 0; i < documents.size(); i++) {
            int page = random.nextInt(documents.size() / 2);
            String scheme = i % 3 == 0 ? "http" : "https";
            String url = page % 5 == 0 ? "in/" + page + ".txt" : scheme + "://example.org/" + page;
            String date = random.nextInt(6) == 0 ? "" : "20%02d-05-01T00:00:00Z".formatted(random.nextInt(4));
            corpus.add(capture(
                    url,
                    date,
                    documents.get(i).text() + (i % 3 == 0 ? "" : " "),
                    documents.get(i).quality()));
        }
        return corpus.stream()
                .collect(Collectors.toMap(Corpus.Scored::id, Function.identity(), (first, again) -> first))
                .values()
                .stream()
                .toList();
    }

    private static Set<String> superseded(List<Corpus.Scored> corpus, UrlChoice choice) {
        Set<String> superseded = new TreeSet<>();
        for (Corpus.Scored document : corpus) {
            String address = document.url().replaceFirst("^https?", "");
            boolean replaced = corpus.stream()
                    .filter(other ->
                            other.url().endsWith(address) && document.url().startsWith("http"))
                    .anyMatch(other -> switch (choice) {
                        case NEWEST ->
                            document.date().isPresent()
                                    && other.date()
                                                    .orElse("")
                                                    .compareTo(document.date().get())
                                            > 0;
                        case BEST -> BruteForce.BEST_FIRST.compare(other, document) < 0;
                        case ALL -> false;
                    });
            if (replaced) {
                superseded.add(document.id());
            }
        }
        return superseded;
    }

    @Test
    void addressesAreComparedInTheFormThatIngestGivesThem(SparkSession spark) throws Exception {
        List<String> urls = List.of(
                "http://a.example/x?b=2&a=1",
                "HTTP://A.example:80/y/../x?a=1&utm_source=n&b=2#part",
                "https://a.example/x?a=1&b=2",
                "http://www.a.example/x?a=1&b=2",
                "http://a.example/x/?a=1&b=2",
                "http://a.example/x?a=1",
                "http://a.example/X?a=1&b=2",
                "http://b.example",
                "http://b.example/");
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < urls.size(); i++) {
            lines.append("{\"text\": \"Text no. %d.\", \"url\": \"%s\", \"date\": \"20%02d\"}%n"
                    .formatted(i, urls.get(i), i));
        }
        Files.writeString(folder.resolve("pages.jsonl"), lines);
        Jobs.run(
                spark,
                folder,
                new IngestJob(),
                IngestConfig.defaults().withRules(RuleSet.NONE),
                "pages.jsonl",
                "ingest");
        Counts counts = Jobs.run(spark, folder, new DedupJob(), DedupConfig.defaults(), "ingest", "forms")
                .counts();

        assertThat(spark.read()
                        .parquet(path("forms") + "/documents")
                        .select("text")
                        .collectAsList())
                .extracting(row -> row.getString(0))
                .containsExactlyInAnyOrder(
                        "Text no. 2.", "Text no. 3.", "Text no. 4.", "Text no. 5.", "Text no. 6.", "Text no. 8.");
        assertThat(counts.of("dropped.url")).isEqualTo(3);
    }

    @Test
    void aMillionCapturesOfAPageCostAMillionRows(SparkSession spark) {
        Dataset<Row> sketches = spark.range(1_000_000)
                .select(
                        col("id").cast("string").as("id"),
                        lit("https://example.org/").as("url"),
                        lit(0.0).as("quality"),
                        lit(1L).as("length"),
                        lit(0).as("sourceRank"),
                        col("id").as("seconds"),
                        array().as("bands"));
        KeepOrder order = DedupConfig.defaults().keepOrder();

        Dataset<Row> superseded = Captures.superseded(sketches, UrlChoice.NEWEST, order);
        assertThat(superseded.groupBy("original").count().collectAsList())
                .extracting(row -> row.getString(0), row -> row.getLong(1))
                .containsExactly(tuple("999999", 999_999L));
    }
}
