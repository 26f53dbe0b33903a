package org.quern.dedup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.quern.ingest.job.Counts;
import org.quern.ingest.job.SparkExtension;

@ExtendWith(SparkExtension.class)
class DedupJobTest {
    private static final DedupConfig CONFIG = DedupConfig.defaults();

    private static final List<Corpus.Scored> CORPUS = Corpus.families(11);

    @TempDir
    private static Path folder;

    private static Counts counts = Counts.empty();

    @BeforeAll
    static void dedup(SparkSession spark) throws Exception {
        counts = dedup(spark, CORPUS, 1, "out");
    }

    @Test
    void dropsWhatBruteForceDropsAndSaysWhy(SparkSession spark) throws Exception {
        Map<String, Corpus.Scored> byId =
                CORPUS.stream().collect(Collectors.toMap(Corpus.Scored::id, Function.identity()));
        Set<String> expected = BruteForce.dropped(CORPUS, CONFIG.minSimilarity());
        List<Row> duplicates = read(spark, "out/duplicates");

        assertThat(ids(duplicates)).isEqualTo(expected);
        assertThat(ids(read(spark, "out/documents")))
                .hasSize(CORPUS.size() - expected.size())
                .doesNotContainAnyElementsOf(expected);
        assertThat(counts.of(Counts.IN)).isEqualTo(CORPUS.size());
        assertThat(counts.of(Counts.KEPT)).isEqualTo(CORPUS.size() - expected.size());
        assertThat(counts.of("dropped.exact")).isPositive();
        assertThat(counts.of("dropped.near")).isPositive();
        assertThat(duplicates).allSatisfy(row -> {
            Corpus.Scored dropped = byId.get(row.getAs("id"));
            Corpus.Scored kept = byId.get(row.getAs("kept"));
            assertThat(expected).doesNotContain(kept.id());
            assertThat(row.<String>getAs("url")).isEqualTo(dropped.url());
            assertThat(row.<String>getAs("reason")).isEqualTo(reason(dropped, kept));
            boolean exact = row.getAs("kind").equals("exact");
            double similarity =
                    BruteForce.jaccard(BruteForce.shingles(dropped.text()), BruteForce.shingles(kept.text()));
            assertThat(row.<Double>getAs("similarity")).isEqualTo(exact && similarity == 0 ? 1.0 : similarity);
        });
    }

    @Test
    void partitionsDoNotChangeABit(SparkSession spark) throws Exception {
        dedup(spark, CORPUS, 7, "seven");
        assertThat(bytes("seven")).isNotEmpty().isEqualTo(bytes("out"));
    }

    @Test
    void aDocumentReadTwiceIsCountedTwiceAndKeptOnce(SparkSession spark) throws Exception {
        List<Corpus.Scored> twice = new ArrayList<>(CORPUS);
        twice.addAll(CORPUS);
        Counts counts = dedup(spark, twice, 2, "twice");
        List<Row> kept = read(spark, "twice/documents");
        assertThat(kept).hasSameSizeAs(read(spark, "out/documents"));
        assertThat(ids(kept)).isEqualTo(ids(read(spark, "out/documents")));
        assertThat(counts.of(Counts.IN)).isEqualTo(2L * CORPUS.size());
        assertThat(counts.of(Counts.KEPT) + counts.of(Counts.DROPPED)).isEqualTo(2L * CORPUS.size());
        assertThat(read(spark, "twice/duplicates").stream().map(row -> row.<String>getAs("kept")))
                .isSubsetOf(ids(kept));
    }

    @Test
    void anEmptyCorpusStaysEmpty(SparkSession spark) throws Exception {
        Counts counts = dedup(spark, List.of(), 1, "empty");
        assertThat(counts.of(Counts.IN)).isZero();
        assertThat(counts.of(Counts.KEPT)).isZero();
    }

    @Test
    void aBucketCostsAsManyPairsAsItHasMembersTimesTheLinks(SparkSession spark) {
        List<Corpus.Scored> same = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            same.add(Corpus.Scored.of("https://example.org/" + i, "the same words in every document, no. " + i, 0));
        }
        Dataset<Row> sketches = Duplicates.sketches(Corpus.rows(spark, same, 2), CONFIG.minhash());
        assertThat(Candidates.pairs(sketches, 4).count()).isEqualTo(1999 + 1998 + 1997 + 1996 + 1995);
    }

    private static Counts dedup(SparkSession spark, List<Corpus.Scored> corpus, int partitions, String name)
            throws Exception {
        return DedupJob.write(spark, Corpus.rows(spark, corpus, partitions), path(name), CONFIG);
    }

    private static String reason(Corpus.Scored dropped, Corpus.Scored kept) {
        if (kept.quality() > dropped.quality()) {
            return "quality";
        }
        return kept.text().length() > dropped.text().length() ? "length" : "id";
    }

    private static List<Row> read(SparkSession spark, String name) {
        return spark.read().parquet(path(name).toString()).collectAsList();
    }

    private static Set<String> ids(List<Row> rows) {
        return rows.stream().map(row -> row.<String>getAs("id")).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Map<String, String> bytes(String name) throws IOException {
        Map<String, String> bytes = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder.resolve(name))) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".parquet")).toList()) {
                bytes.put(
                        folder.resolve(name).relativize(file).toString(),
                        HexFormat.of().formatHex(Files.readAllBytes(file)));
            }
        }
        return bytes;
    }

    private static org.apache.hadoop.fs.Path path(String name) {
        return new org.apache.hadoop.fs.Path(folder.toString(), name);
    }
}
