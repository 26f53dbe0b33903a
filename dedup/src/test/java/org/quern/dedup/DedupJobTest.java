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
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.quern.ingest.job.Counts;
import org.quern.ingest.job.SparkExtension;

@ExtendWith(SparkExtension.class)
class DedupJobTest {
    private static final DedupConfig CONFIG = DedupConfig.defaults();

    @TempDir
    private Path folder;

    @Test
    void dropsWhatBruteForceDropsAndSaysWhy(SparkSession spark) throws Exception {
        List<Corpus.Scored> corpus = Corpus.families(11);
        Map<String, Corpus.Scored> byId =
                corpus.stream().collect(Collectors.toMap(Corpus.Scored::id, Function.identity()));
        Counts counts = dedup(spark, corpus, 3, "out");
        Set<String> expected = BruteForce.dropped(corpus, CONFIG.minSimilarity());
        List<Row> duplicates = read(spark, "out/duplicates");

        assertThat(ids(duplicates)).isEqualTo(expected);
        assertThat(ids(read(spark, "out/documents")))
                .hasSize(corpus.size() - expected.size())
                .doesNotContainAnyElementsOf(expected);
        assertThat(counts.of(Counts.IN)).isEqualTo(corpus.size());
        assertThat(counts.of(Counts.KEPT)).isEqualTo(corpus.size() - expected.size());
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
        List<Corpus.Scored> corpus = Corpus.families(12);
        dedup(spark, corpus, 1, "one");
        dedup(spark, corpus, 7, "seven");
        assertThat(bytes("seven")).isNotEmpty().isEqualTo(bytes("one"));
    }

    @Test
    void aDocumentReadTwiceIsCountedTwiceAndKeptOnce(SparkSession spark) throws Exception {
        List<Corpus.Scored> once = Corpus.families(13);
        List<Corpus.Scored> twice = new ArrayList<>(once);
        twice.addAll(once);
        Counts counts = dedup(spark, twice, 2, "twice");
        dedup(spark, once, 2, "once");
        List<Row> kept = read(spark, "twice/documents");
        assertThat(kept).hasSameSizeAs(read(spark, "once/documents"));
        assertThat(ids(kept)).isEqualTo(ids(read(spark, "once/documents")));
        assertThat(counts.of(Counts.IN)).isEqualTo(2L * once.size());
        assertThat(counts.of(Counts.KEPT) + counts.of(Counts.DROPPED)).isEqualTo(2L * once.size());
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
    void aBucketCostsAsManyPairsAsItHasMembersTimesTheLinks(SparkSession spark) throws Exception {
        List<Corpus.Scored> same = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            same.add(Corpus.Scored.of("https://example.org/" + i, "the same words in every document, no. " + i, 0));
        }
        Counts counts = dedup(spark, same, 2, "bucket");
        assertThat(counts.of("pairs.candidates")).isLessThanOrEqualTo(2000L * (CONFIG.bucketLinks() + 1));
        assertThat(counts.of(Counts.KEPT)).isEqualTo(1);
        assertThat(counts.of("dropped.near")).isEqualTo(1999);
    }

    private Counts dedup(SparkSession spark, List<Corpus.Scored> corpus, int partitions, String name) throws Exception {
        return DedupJob.write(spark, Corpus.rows(spark, corpus, partitions), path(name), CONFIG);
    }

    private static String reason(Corpus.Scored dropped, Corpus.Scored kept) {
        if (kept.quality() > dropped.quality()) {
            return "quality";
        }
        return kept.text().length() > dropped.text().length() ? "length" : "id";
    }

    private List<Row> read(SparkSession spark, String name) {
        return spark.read().parquet(path(name).toString()).collectAsList();
    }

    private static Set<String> ids(List<Row> rows) {
        return rows.stream().map(row -> row.<String>getAs("id")).collect(Collectors.toCollection(TreeSet::new));
    }

    private Map<String, String> bytes(String name) throws IOException {
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

    private org.apache.hadoop.fs.Path path(String name) {
        return new org.apache.hadoop.fs.Path(folder.toString(), name);
    }
}
