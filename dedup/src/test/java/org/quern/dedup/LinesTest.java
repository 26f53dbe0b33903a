package org.quern.dedup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quern.ingest.job.Counts;
import org.quern.ingest.job.SparkExtension;

@ExtendWith(SparkExtension.class)
class LinesTest {
    private static final Pattern LETTER_WORD = Pattern.compile("\\b[a-z]");

    @TempDir
    private Path folder;

    @Test
    void aSitesHeaderNavigationAndFooterStayOnItsFirstPageOnly(SparkSession spark) throws Exception {
        List<Corpus.Scored> site = IntStream.range(0, 12)
                .mapToObj(page -> Corpus.Scored.of(
                        "https://www.mill.example/" + page,
                        "Quern & Sons, millers\n\n- Home\n- Flour\n- Contact\n\n" + body(page) + "\n\nPage "
                                + (page + 1) + " of 12\n\n\u00A9 1890-20" + (10 + page)
                                + " Quern & Sons. All rights reserved.\n",
                        page == 5 ? 0.9 : 0.1))
                .toList();
        Map<String, String> left = left(spark, site, new LineConfig(true, 10, 0.5, 2, 0));
        assertThat(left.get(site.get(5).id())).isEqualTo(site.get(5).text());
        for (int page = 0; page < 12; page++) {
            if (page != 5) {
                assertThat(left.get(site.get(page).id())).isEqualTo(body(page) + "\n");
            }
        }
    }

    private static String body(int page) {
        return "## Grain no. " + "abcdefghijkl".charAt(page) + "\n\n" + "About grain ".repeat(page + 1)
                + "\n\n```\ngrind();\n```\n\nHome";
    }

    @ParameterizedTest
    @CsvSource({"2, 0, 1", "3, 0.1, 2", "4, 0.06, 3"})
    void findsWhatBruteForceFinds(int minDocuments, double minShare, int minWords, SparkSession spark)
            throws Exception {
        LineConfig config = new LineConfig(true, minDocuments, minShare, minWords, 0);
        List<Corpus.Scored> corpus = corpus(minDocuments + minWords);
        Map<String, String> expected = bruteForce(corpus, config);
        assertThat(corpus.stream().filter(page -> !condensed(page.text()).equals(expected.get(page.id()))))
                .hasSizeBetween(10, corpus.size() - 10);
        Map<String, String> left = left(spark, corpus, config);
        left.replaceAll((id, text) -> condensed(text));
        assertThat(left).isEqualTo(expected);
    }

    @Test
    void neitherPartitionsNorAdaptiveExecutionChangeAnything(SparkSession spark) throws Exception {
        List<Corpus.Scored> corpus = corpus(3);
        List<List<String>> results = new ArrayList<>();
        for (int partitions : List.of(1, 30)) {
            SparkSession session = spark.newSession();
            session.conf().set("spark.sql.shuffle.partitions", partitions);
            session.conf().set("spark.sql.adaptive.enabled", partitions != 1);
            session.conf().set("spark.sql.autoBroadcastJoinThreshold", partitions == 1 ? "10MB" : "-1");
            try (Scratch scratch = scratch(session)) {
                Cuts cuts = find(Corpus.rows(session, corpus, partitions), scratch, new LineConfig(true, 3, 0, 1, 20));
                results.add(Stream.of(cuts.table(), cuts.dropped())
                        .flatMap(rows -> rows.collectAsList().stream())
                        .map(Row::toString)
                        .sorted()
                        .toList());
            }
        }
        assertThat(results.get(0)).hasSizeGreaterThan(50);
        assertThat(results).containsOnly(results.get(0));
    }

    /** What is not a passage of enough documents of one host: in no case is anything cut. */
    @Test
    void onlyDocumentsOfOneHostCountAndEachOnce(SparkSession spark) throws Exception {
        String line = "the very same line in all";
        List<Corpus.Scored> corpus = new ArrayList<>(List.of(
                Corpus.Scored.of("https://few.example/a", (line + "\n").repeat(200), 0),
                Corpus.Scored.of("https://few.example/b", line, 0),
                Corpus.Scored.of("https://few.example/c", "another line\r\n", 0)));
        for (int i = 0; i < 8; i++) {
            corpus.add(Corpus.Scored.of("", line + " " + i, 0));
            corpus.add(Corpus.Scored.of("file:///data/" + i, line + "\nfile", 0));
            corpus.add(Corpus.Scored.of("https://host" + i + ".example/", line + "\npage", 0));
            corpus.add(code("https://code.example/" + i, "import " + line + "\n" + i));
        }
        assertThat(left(spark, corpus, new LineConfig(true, 3, 0, 1, 0))).isEqualTo(texts(corpus));
        assertThat(left(spark, List.of(), new LineConfig(true, 3, 0, 1, 0))).isEmpty();
    }

    @Test
    void lineEndsAndLengthDoNotMatter(SparkSession spark) throws Exception {
        String huge = "word ".repeat(400_000);
        List<Corpus.Scored> corpus = List.of(
                Corpus.Scored.of("https://a.example/1", huge + "\r\n\r\nOne.\r\n", 1),
                Corpus.Scored.of("https://a.example/2", "Two.\r\n\r\n" + huge + "\r\n\r\nTwo again.\r\n", 0),
                Corpus.Scored.of("https://a.example/3", huge, 0));
        assertThat(left(spark, corpus, new LineConfig(true, 3, 0, 2, 0)))
                .isEqualTo(Map.of(
                        corpus.get(0).id(), corpus.get(0).text(),
                        corpus.get(1).id(), "Two.\r\n\r\nTwo again.\r\n",
                        corpus.get(2).id(), ""));
    }

    @Test
    void theJobCountsReportsAndDrops(SparkSession spark) throws Exception {
        List<Corpus.Scored> corpus = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            corpus.add(Corpus.Scored.of(
                    "https://a.example/" + i,
                    "All pages of this site begin like that.\n\n" + "abcdef".charAt(i)
                            + (i == 4 ? "" : " has words of its own, and these are enough to stay"),
                    i == 0 ? 1 : 0));
        }
        DedupConfig config = DedupConfigTest.with(Map.of(
                "minSimilarity", "1",
                "lines", "{cut: true, minDocuments: 6, minShare: 1, minWords: 3, minTokensLeft: 5}"));
        org.apache.hadoop.fs.Path output = new org.apache.hadoop.fs.Path(folder.toString(), "out");
        Counts counts = DedupJob.write(Corpus.rows(spark, corpus, 2), output, config, Optional.empty());
        assertThat(counts.of(Counts.IN)).isEqualTo(6);
        assertThat(counts.of(Counts.KEPT)).isEqualTo(5);
        assertThat(counts.of(Counts.DROPPED)).isEqualTo(1);
        assertThat(counts.of("dropped.lines")).isEqualTo(1);
        assertThat(counts.of("lines.cut")).isEqualTo(5);

        Row dropped = spark.read().parquet(output + "/duplicates").first();
        assertThat(dropped.<String>getAs("id")).isEqualTo(corpus.get(4).id());
        assertThat(dropped.<String>getAs("kept")).isEqualTo(corpus.get(0).id());
        assertThat(dropped.<String>getAs("kind")).isEqualTo("lines");
        assertThat(dropped.<Double>getAs("similarity")).isEqualTo(0.9);
        assertThat(spark.read().parquet(output + "/lines").collectAsList())
                .hasSize(5)
                .allSatisfy(row -> {
                    assertThat(row.<Integer>getAs("begin")).isZero();
                    assertThat(row.<Integer>getAs("end")).isEqualTo(39);
                    assertThat(row.<String>getAs("host")).isEqualTo("a.example");
                    assertThat(row.<Long>getAs("documents")).isEqualTo(6);
                    assertThat(row.<String>getAs("kept"))
                            .isEqualTo(corpus.get(0).id());
                });
    }

    private Map<String, String> left(SparkSession spark, List<Corpus.Scored> corpus, LineConfig config)
            throws Exception {
        try (Scratch scratch = scratch(spark)) {
            Dataset<Row> documents = Corpus.rows(spark, corpus, 3);
            return find(documents, scratch, config).left(documents).collectAsList().stream()
                    .collect(Collectors.toMap(row -> row.getAs("id"), row -> row.getAs("text")));
        }
    }

    private static Cuts find(Dataset<Row> documents, Scratch scratch, LineConfig config) {
        KeepOrder order = DedupConfig.defaults().keepOrder();
        Dataset<Row> sketches = Duplicates.sketches(documents, order, MinHashConfig.defaults());
        return Lines.find(documents, sketches, order, scratch, config);
    }

    private Scratch scratch(SparkSession spark) {
        return new Scratch(spark, new org.apache.hadoop.fs.Path(folder.toString(), "scratch"));
    }

    private static Corpus.Scored code(String url, String text) {
        Corpus.Scored page = Corpus.Scored.of(url, text, 0);
        return new Corpus.Scored(page.id(), url, page.source(), 0, Optional.empty(), "eng", "code", text, 0);
    }

    private static Map<String, String> texts(List<Corpus.Scored> corpus) {
        return corpus.stream().collect(Collectors.toMap(Corpus.Scored::id, Corpus.Scored::text));
    }

    /** Pages of five hosts, small and large, of lines that come again as they are or with other case, spaces and numbers. */
    private static List<Corpus.Scored> corpus(long seed) {
        Random random = new Random(seed);
        List<Corpus.Scored> corpus = new ArrayList<>();
        for (int page = 0; page < 90; page++) {
            int host = Math.min(4, random.nextInt(12));
            StringBuilder text = new StringBuilder();
            for (int line = random.nextInt(9); line >= 0; line--) {
                int id = (int) (Math.abs(random.nextGaussian()) * 12);
                String words = Stream.of("Alpha", "beta", random.nextInt(100), "gamma", "x" + (char) ('a' + id % 26))
                        .skip(id % 5)
                        .map(Object::toString)
                        .collect(Collectors.joining(random.nextBoolean() ? " " : " \t"));
                text.append(random.nextBoolean() ? words : words.toUpperCase(Locale.ROOT))
                        .append(random.nextInt(3) == 0 ? "\n\n" : "\n");
            }
            corpus.add(Corpus.Scored.of(
                    "https://" + (random.nextBoolean() ? "www." : "") + "host" + host + ".example/" + page,
                    text.toString(),
                    random.nextInt(3)));
        }
        return corpus;
    }

    /** Texts without what is boilerplate, in normal form, by id: sets of strings and lists of lines. */
    private static Map<String, String> bruteForce(List<Corpus.Scored> corpus, LineConfig config) {
        List<Corpus.Scored> ranked = corpus.stream()
                .sorted(Comparator.comparingDouble((Corpus.Scored page) -> -page.quality())
                        .thenComparing(page -> -page.text().length())
                        .thenComparing(Corpus.Scored::id))
                .toList();
        Map<String, List<Corpus.Scored>> sites =
                ranked.stream().collect(Collectors.groupingBy(page -> page.url().replaceAll("www\\.|/[0-9]+$", "")));
        Map<String, String> left = new TreeMap<>();
        for (List<Corpus.Scored> site : sites.values()) {
            Map<String, Set<String>> pages = new HashMap<>();
            for (Corpus.Scored page : site) {
                passages(page.text()).forEach(passage -> pages.computeIfAbsent(passage, absent -> new TreeSet<>())
                        .add(page.id()));
            }
            double needed = Math.max(config.minDocuments(), config.minShare() * site.size());
            pages.entrySet()
                    .removeIf(passage -> passage.getValue().size() < needed
                            || LETTER_WORD.matcher(passage.getKey()).results().count() < config.minWords());
            Set<String> kept = new HashSet<>();
            for (Corpus.Scored page : site) {
                left.put(
                        page.id(),
                        without(page.text(), passage -> pages.containsKey(passage) && kept.contains(passage)));
                kept.addAll(passages(page.text()));
            }
        }
        return left;
    }

    private static String without(String text, Predicate<String> isCut) {
        return Arrays.stream(text.split("\n\n+", -1))
                .filter(paragraph -> !isCut.test(normal(paragraph)))
                .map(paragraph -> Arrays.stream(paragraph.split("\n", -1))
                        .filter(line -> !isCut.test(normal(line)))
                        .collect(Collectors.joining("\n")))
                .map(LinesTest::condensed)
                .filter(paragraph -> !paragraph.isEmpty())
                .collect(Collectors.joining("\n\n"));
    }

    private static Set<String> passages(String text) {
        return Stream.of(text.split("\n\n+", -1))
                .flatMap(paragraph -> Stream.concat(Stream.of(paragraph), Stream.of(paragraph.split("\n", -1))))
                .map(LinesTest::normal)
                .collect(Collectors.toSet());
    }

    private static String normal(String passage) {
        return passage.toLowerCase(Locale.ROOT).strip().replaceAll("\\s+", " ").replaceAll("[0-9]+", "0");
    }

    private static String condensed(String text) {
        return text.strip().replaceAll("\n{2,}", "\n\n");
    }
}
