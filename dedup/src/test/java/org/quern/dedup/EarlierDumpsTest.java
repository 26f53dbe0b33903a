package org.quern.dedup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileUtil;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.quern.ingest.job.Counts;
import org.quern.ingest.job.Manifest;
import org.quern.ingest.job.SparkExtension;

@ExtendWith(SparkExtension.class)
class EarlierDumpsTest {
    private static final List<List<Corpus.Scored>> DUMPS = dumps();
    private static final int SECOND = 2;
    private static final int FIRST_AGAIN = 4;
    private static final List<Manifest> MANIFESTS = new ArrayList<>();

    @TempDir
    private static Path folder;

    private final Dumps dumps;

    EarlierDumpsTest(SparkSession spark) {
        dumps = Dumps.at(spark, folder);
    }

    @BeforeAll
    static void dedup(SparkSession spark) throws Exception {
        MANIFESTS.addAll(dedup(Dumps.at(spark, folder), DUMPS));
    }

    private static List<Manifest> dedup(Dumps dumps, List<List<Corpus.Scored>> corpora) throws Exception {
        List<Manifest> manifests = new ArrayList<>();
        for (int i = 0; i < corpora.size(); i++) {
            dumps.write("dump" + i, corpora.get(i));
            manifests.add(dumps.dedup("dump" + i, "out" + i));
        }
        return manifests;
    }

    private static List<List<Corpus.Scored>> dumps() {
        List<List<Corpus.Scored>> three = split(Corpus.families(25, 17), 17);
        return List.of(three.get(0), List.of(), three.get(1), three.get(2), three.get(0));
    }

    /** Three dumps, families torn apart; the second reads some pages of the first again, unchanged. */
    private static List<List<Corpus.Scored>> split(List<Corpus.Scored> corpus, long seed) {
        List<Corpus.Scored> shuffled = new ArrayList<>(corpus);
        Collections.shuffle(shuffled, new Random(seed));
        int third = shuffled.size() / 3;
        List<Corpus.Scored> second = new ArrayList<>(shuffled.subList(third, 2 * third));
        second.addAll(shuffled.subList(0, 12));
        second.addAll(shuffled.subList(0, 2));
        return List.of(shuffled.subList(0, third), second, shuffled.subList(2 * third, shuffled.size()));
    }

    @Test
    void dropsWhatBruteForceDropsOfAllDumpsTogether() {
        requireBruteForce(dumps, DUMPS);
        long texts = 0;
        for (int i = 0; i < DUMPS.size(); i++) {
            Counts counts = MANIFESTS.get(i).counts();
            assertThat(counts.of(Counts.IN)).isEqualTo(DUMPS.get(i).size());
            assertThat(counts.of(Counts.KEPT) + counts.of("dropped.exact") + counts.of("dropped.near"))
                    .isEqualTo(DUMPS.get(i).size());
            assertThat(counts.of("index.texts")).isGreaterThanOrEqualTo(texts);
            texts = counts.of("index.texts");
        }
        assertThat(texts).isPositive();
        assertThat(MANIFESTS.get(0).counts().of("index.dropped")).isZero();
        assertThat(MANIFESTS.get(FIRST_AGAIN).counts().of("index.dropped"))
                .isEqualTo(MANIFESTS.get(FIRST_AGAIN).counts().of("dropped.exact"))
                .isEqualTo(DUMPS.get(FIRST_AGAIN).size());
    }

    private static void requireBruteForce(Dumps dumps, List<List<Corpus.Scored>> corpora) {
        List<Corpus.Scored> earlier = new ArrayList<>();
        for (int i = 0; i < corpora.size(); i++) {
            Set<String> expected =
                    BruteForce.dropped(earlier, corpora.get(i), dumps.config().minSimilarity());
            Set<String> ids =
                    corpora.get(i).stream().map(Corpus.Scored::id).collect(Collectors.toCollection(TreeSet::new));
            assertThat(dumps.ids("out%d/duplicates".formatted(i))).containsAll(expected);
            ids.removeAll(expected);
            assertThat(dumps.ids("out%d/documents".formatted(i))).isEqualTo(ids);
            earlier.addAll(corpora.get(i));
        }
    }

    @Test
    void saysWhichDocumentOfWhichDumpStays() {
        Map<String, Corpus.Scored> byId = DUMPS.stream()
                .flatMap(List::stream)
                .distinct()
                .collect(Collectors.toMap(Corpus.Scored::id, Function.identity()));
        Set<String> stay = new TreeSet<>();
        for (int i = 0; i < DUMPS.size(); i++) {
            Set<String> stayHere = dumps.ids("out%d/documents".formatted(i));
            List<Row> duplicates = dumps.read("out%d/duplicates".formatted(i));
            Set<String> stayBefore = Set.copyOf(stay);
            assertThat(duplicates).allSatisfy(row -> {
                String kept = row.getAs("kept");
                boolean earlier = row.getAs("reason").equals("index");
                assertThat(earlier ? stayBefore : stayHere).contains(kept);
                assertThat(row.<String>getAs("cluster")).isEqualTo(earlier ? kept : row.getAs("cluster"));
                Corpus.Scored dropped = byId.get(row.<String>getAs("id"));
                assertThat(row.<String>getAs("url")).isEqualTo(dropped.url());
                double similarity = BruteForce.jaccard(
                        BruteForce.shingles(dropped.text()),
                        BruteForce.shingles(byId.get(kept).text()));
                boolean exact = row.getAs("kind").equals("exact");
                assertThat(row.<Double>getAs("similarity")).isEqualTo(exact && similarity == 0 ? 1.0 : similarity);
            });
            assertThat(duplicates.stream().filter(row -> row.getAs("reason").equals("index")))
                    .hasSize((int) MANIFESTS.get(i).counts().of("index.dropped"))
                    .hasSizeGreaterThanOrEqualTo(i < SECOND ? 0 : 10);
            stay.addAll(stayHere);
        }
    }

    @Test
    void aDumpThatIsRunAgainIsCheckedAgainstWhatWasThereTheFirstTime(SparkSession spark) throws Exception {
        Map<String, Long> index = files("index");
        for (int i = 0; i < DUMPS.size(); i++) {
            Manifest found = dumps.dedup("dump" + i, "out" + i);
            assertThat(found.wallSeconds()).isEqualTo(MANIFESTS.get(i).wallSeconds());
        }
        // Killed between the part and the output.
        Path output = folder.resolve("out" + SECOND);
        Map<String, String> bytes = DedupJobTest.bytes(output);
        FileUtil.fullyDelete(output.toFile());
        SparkSession session = spark.newSession();
        session.conf().set("spark.sql.shuffle.partitions", 7);
        session.conf().set("spark.sql.adaptive.enabled", false);
        Manifest again = dumps.on(session).dedup("dump" + SECOND, "out" + SECOND);

        assertThat(again.fingerprint()).isEqualTo(MANIFESTS.get(SECOND).fingerprint());
        assertThat(again.counts().asMap())
                .isEqualTo(MANIFESTS.get(SECOND).counts().asMap());
        assertThat(DedupJobTest.bytes(output)).isEqualTo(bytes);
        assertThat(files("index")).isEqualTo(index);
    }

    @Test
    @Tag("benchmark")
    void dropsWhatBruteForceDropsOfFiveThousandInThreeDumps(SparkSession spark) throws Exception {
        Files.createDirectory(folder.resolve("thousands"));
        Dumps thousands = Dumps.at(spark, folder.resolve("thousands"));
        List<List<Corpus.Scored>> corpora = split(Corpus.families(1200, 5), 5);
        dedup(thousands, corpora);
        requireBruteForce(thousands, corpora);
    }

    @Test
    void aCaptureGoesWithTheNewerOneThatAnEarlierDumpHas(SparkSession spark) throws Exception {
        Files.createDirectory(folder.resolve("captures"));
        Dumps captures = Dumps.at(spark, folder.resolve("captures"));
        Corpus.Scored first = capture("a", "2024-01-01T00:00:00Z", "What the page was at first.");
        Corpus.Scored spaced = capture("a", "2024-02-01T00:00:00Z", "What the page was  at first.");
        Corpus.Scored old = capture("b", "2024-01-01T00:00:00Z", "What another page was, once.");
        Corpus.Scored same = capture("b", "2024-02-01T00:00:00Z", "WHAT the page was at first.");
        Corpus.Scored known = capture("c", "2024-01-01T00:00:00Z", "A page that changed after the first dump.");
        Corpus.Scored changed = capture("c", "2024-02-01T00:00:00Z", "A page as it is now.");
        captures.write("one", List.of(first, known));
        captures.dedup("one", "out-one");
        captures.write("two", List.of(first, spaced, old, same, known, changed));
        Counts counts = captures.dedup("two", "out-two").counts();

        assertThat(captures.ids("out-two/documents")).containsExactly(changed.id());
        assertThat(captures.read("out-two/duplicates"))
                .extracting(
                        row -> row.getAs("id"),
                        row -> row.getAs("kept"),
                        row -> row.getAs("kind"),
                        row -> row.getAs("reason"))
                .containsExactlyInAnyOrder(
                        tuple(first.id(), first.id(), "url", "index"),
                        tuple(spaced.id(), first.id(), "exact", "index"),
                        tuple(old.id(), first.id(), "url", "index"),
                        tuple(same.id(), first.id(), "exact", "index"),
                        tuple(known.id(), changed.id(), "url", "newest"));
        assertThat(counts.of(Counts.KEPT)).isEqualTo(1);
        assertThat(counts.of(Counts.DROPPED)).isEqualTo(5);
    }

    private static Corpus.Scored capture(String page, String date, String text) {
        return Corpus.Scored.of("https://example.org/" + page, text, 0).from("test", Optional.of(date));
    }

    private static Map<String, Long> files(String name) throws IOException {
        Map<String, Long> files = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(folder.resolve(name))) {
            for (Path path : paths.toList()) {
                files.put(path.toString(), Files.getLastModifiedTime(path).toMillis());
            }
        }
        return files;
    }
}
