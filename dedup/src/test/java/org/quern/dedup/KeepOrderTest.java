package org.quern.dedup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quern.ingest.job.Counts;
import org.quern.ingest.job.SparkExtension;

/** Policies against comparators of plain Java. */
@ExtendWith(SparkExtension.class)
class KeepOrderTest {
    private static final String SOURCES = "[crawl/2024*, 'books_1.json?', nowhere/*]";
    private static final List<Optional<String>> DATES = List.of(
            Optional.of("2019-12-31T23:59:59Z"),
            Optional.of("2020-01-01T00:00:00Z"),
            Optional.of("2024-02-29T12:00:00Z"),
            Optional.of("1969-07-20T20:17:40Z"),
            Optional.empty());
    private static final Map<String, Comparator<Corpus.Scored>> CRITERIA = Map.of(
            "quality", Comparator.comparingDouble(document -> -document.quality()),
            "length", Comparator.comparingInt(document -> -document.text().length()),
            "source", Comparator.comparingInt(document -> rank(document.source())),
            "newest", Comparator.comparing(document -> document.date().orElse(""), Comparator.reverseOrder()),
            "oldest", Comparator.comparing(document -> document.date().orElse("9")));
    private static final List<Corpus.Scored> CORPUS = varied(Corpus.families(20, 3));

    @TempDir
    private static Path folder;

    private static int rank(String source) {
        return source.startsWith("crawl/2024") ? 0 : source.equals("books_1.jsonl") ? 1 : 3;
    }

    private static List<Corpus.Scored> varied(List<Corpus.Scored> documents) {
        Random random = new Random(5);
        List<String> sources =
                List.of("crawl/2024-10/a.warc.gz", "crawl/2023-06/b.warc.gz", "books_1.jsonl", "books21.jsonl");
        return documents.stream()
                .map(document -> document.from(
                        sources.get(random.nextInt(sources.size())), DATES.get(random.nextInt(DATES.size()))))
                .toList();
    }

    private static DedupConfig config(String keep) {
        String sources = keep.contains("source") ? SOURCES : "[]";
        return DedupConfigTest.with(Map.of("keep", "[" + keep + "]", "sources", sources));
    }

    private static List<String> criteria(String keep) {
        return Arrays.stream(keep.split(", ", -1))
                .filter(name -> !name.isEmpty())
                .toList();
    }

    private static Comparator<Corpus.Scored> bestFirst(String keep) {
        Comparator<Corpus.Scored> byId = Comparator.comparing(Corpus.Scored::id);
        return criteria(keep).stream()
                .map(CRITERIA::get)
                .reduce(Comparator::thenComparing)
                .map(order -> order.thenComparing(byId))
                .orElse(byId);
    }

    private static String reason(String keep, Corpus.Scored dropped, Corpus.Scored kept) {
        return criteria(keep).stream()
                .filter(criterion -> CRITERIA.get(criterion).compare(kept, dropped) != 0)
                .findFirst()
                .orElse("id");
    }

    private static org.apache.hadoop.fs.Path path(String name) {
        return new org.apache.hadoop.fs.Path(folder.toString(), name);
    }

    private static List<Row> read(SparkSession spark, String table) {
        return spark.read().parquet(path(table).toString()).collectAsList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"newest, quality", "source, oldest, length"})
    void keepsWhatBruteForceKeepsAndSaysWhy(String keep, SparkSession spark) throws Exception {
        String name = "out-" + keep.hashCode();
        Counts counts = DedupJob.write(
                Corpus.rows(CapturesTest.session(spark, 3, true), CORPUS, 3),
                path(name),
                config(keep),
                Optional.empty());

        Map<String, Corpus.Scored> byId =
                CORPUS.stream().collect(Collectors.toMap(Corpus.Scored::id, Function.identity()));
        List<Row> duplicates = read(spark, name + "/duplicates");
        assertThat(duplicates)
                .extracting(row -> row.<String>getAs("id"))
                .containsExactlyInAnyOrderElementsOf(BruteForce.dropped(CORPUS, 0.75, bestFirst(keep)));
        assertThat(duplicates).allSatisfy(row -> assertThat(row.<String>getAs("reason"))
                .isEqualTo(reason(keep, byId.get(row.<String>getAs("id")), byId.get(row.<String>getAs("kept")))));
        assertThat(duplicates)
                .extracting(row -> row.<String>getAs("reason"))
                .contains(criteria(keep).get(0));
        assertThat(counts.of(Counts.KEPT)).isEqualTo(CORPUS.size() - duplicates.size());
        assertThat(counts.of("dated"))
                .isEqualTo(CORPUS.stream()
                        .filter(document -> document.date().isPresent())
                        .count());
        if (keep.contains("source")) {
            assertThat(counts.asMap())
                    .containsEntry(
                            "sources.crawl/2024*",
                            CORPUS.stream()
                                    .filter(document -> rank(document.source()) == 0)
                                    .count())
                    .containsEntry(
                            "sources.books_1.json?",
                            CORPUS.stream()
                                    .filter(document -> rank(document.source()) == 1)
                                    .count())
                    .containsEntry("sources.nowhere/*", 0L);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "quality, length", "newest", "oldest, source", "source, quality, newest, length"})
    void ranksAreOfTheSameOrder(String keep, SparkSession spark) {
        KeepOrder order = config(keep).keepOrder();
        Dataset<Row> sketches = Duplicates.sketches(Corpus.rows(spark, CORPUS, 3), order, MinHashConfig.defaults());

        assertThat(Ranks.of(sketches, order).orderBy("rank").collectAsList())
                .extracting(row -> row.<String>getAs("id"))
                .isEqualTo(CORPUS.stream()
                        .sorted(bestFirst(keep))
                        .map(Corpus.Scored::id)
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"quality", "newest", "oldest", "source, newest", "length"})
    void ofTheRowsOfOneDocumentTheFirstStays(String keep, SparkSession spark) {
        Corpus.Scored once = Corpus.Scored.of("https://example.org/a", "The same text.", 0.5);
        List<Corpus.Scored> rows = varied(List.of(once, once, once, once, once, once));
        Repeats repeats = Repeats.of(Corpus.rows(spark, rows, 2), config(keep).keepOrder());

        List<Row> documents = repeats.documents().collectAsList();
        assertThat(documents).hasSize(1);
        assertThat(repeats.documents().columns())
                .isEqualTo(Corpus.rows(spark, rows, 1).columns());
        Corpus.Scored first = rows.stream().min(bestFirst(keep)).orElseThrow();
        assertThat(bestFirst(keep)
                        .compare(
                                first,
                                first.from(
                                        documents.get(0).getAs("source"),
                                        Optional.ofNullable(documents.get(0).getAs("date")))))
                .isZero();
        assertThat(repeats.copies().count()).isEqualTo(5);
    }

    /** As of an ingest that wrote no dates yet. */
    @Test
    void withoutDatesTheNextCriterionDecides(SparkSession spark) throws Exception {
        List<Corpus.Scored> corpus = List.of(
                Corpus.Scored.of("https://example.org/a", "The same   text.", 0),
                Corpus.Scored.of("https://example.org/b", "The same text.", 1),
                Corpus.Scored.of("https://example.org/b", "Another text.", 1));
        Counts counts = DedupJob.write(
                Corpus.rows(spark, corpus, 1).drop("date"),
                path("undated"),
                config("newest, length"),
                Optional.empty());

        assertThat(read(spark, "undated/duplicates")).singleElement().satisfies(row -> {
            assertThat(row.<String>getAs("id")).isEqualTo(corpus.get(1).id());
            assertThat(row.<String>getAs("kept")).isEqualTo(corpus.get(0).id());
            assertThat(row.<String>getAs("reason")).isEqualTo("length");
        });
        assertThat(counts.asMap()).containsEntry("dated", 0L).containsEntry("dropped.url", 0L);
    }
}
