package org.quern.dedup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quern.ingest.job.RecordCodec;
import org.quern.ingest.job.SparkExtension;

/** Substrings found on Spark, by a suffix array, and by brute force: every window as a list of strings in one map. */
@ExtendWith(SparkExtension.class)
class SubstringsTest {
    private static final Pattern WORD = Pattern.compile("\\S+");
    private static final List<String> RARE = List.of("\uD83D\uDE00", "e\u0301t\u00E9", "7", ",");
    private static final List<String> SPACES = List.of(" ", "\n", "\r\n", "\t ");

    @TempDir
    private Path folder;

    private record Spans(String id, List<CutText.Span> spans) {}

    private record Word(String lower, int begin, int end) {}

    private record Place(int document, int word, int begin) {
        boolean isFollowedBy(Place other, int distance) {
            return other.document == document && other.word == word + distance;
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 40", "2, 12", "3, 4", "8, 2", "7, 60", "50, 9"})
    void findsWhatBruteForceFinds(int minTokens, int vocabulary, SparkSession spark) throws Exception {
        List<Corpus.Scored> ranked = corpus(minTokens, vocabulary);
        List<List<CutText.Span>> expected = bruteForce(ranked, minTokens);
        assertThat(expected.stream().mapToInt(List::size).sum()).isGreaterThan(20);

        List<String> texts = ranked.stream().map(Corpus.Scored::text).toList();
        assertThat(SuffixArray.read(texts).spans(minTokens)).isEqualTo(expected);
        assertThat(distributed(spark, ranked, minTokens, 1 << 14)).isEqualTo(expected);
    }

    /** Some anchors are rare, some come too often. */
    @ParameterizedTest
    @CsvSource({"3, 4, 0", "3, 4, 12", "50, 9, 6"})
    void howOftenAnAnchorComesDoesNotMatter(int minTokens, int vocabulary, int maxGroups, SparkSession spark)
            throws Exception {
        List<Corpus.Scored> ranked = corpus(minTokens, vocabulary);
        assertThat(distributed(spark, ranked, minTokens, maxGroups)).isEqualTo(bruteForce(ranked, minTokens));
    }

    private List<List<CutText.Span>> distributed(
            SparkSession spark, List<Corpus.Scored> ranked, int minTokens, int maxGroups) throws Exception {
        RecordCodec<Spans> codec = RecordCodec.of(Spans.class);
        Dataset<Row> documents = Corpus.rows(spark, ranked, 3);
        KeepOrder order = DedupConfig.defaults().keepOrder();
        Dataset<Row> sketches = Duplicates.sketches(documents, order, MinHashConfig.defaults());
        try (Scratch scratch = new Scratch(spark, new org.apache.hadoop.fs.Path(folder.toString()))) {
            Map<String, List<CutText.Span>> spans = new HashMap<>();
            for (Row row : Substrings.find(
                            documents, sketches, order, scratch, new SubstringConfig(true, minTokens, 0), maxGroups)
                    .cut()
                    .collectAsList()) {
                Spans document = codec.fromRow(row);
                spans.put(document.id, document.spans);
            }
            return ranked.stream()
                    .map(document -> spans.getOrDefault(document.id(), List.of()))
                    .toList();
        }
    }

    private static List<List<CutText.Span>> bruteForce(List<Corpus.Scored> ranked, int window) {
        Map<List<String>, Place> firsts = new HashMap<>();
        List<List<CutText.Span>> spans = new ArrayList<>();
        for (int document = 0; document < ranked.size(); document++) {
            List<Word> words = words(ranked.get(document).text());
            List<Place> likes = new ArrayList<>();
            for (int word = 0; word + window <= words.size(); word++) {
                List<String> like = words.subList(word, word + window).stream()
                        .map(Word::lower)
                        .toList();
                Place here = new Place(document, word, words.get(word).begin);
                likes.add(firsts.merge(like, here, (first, again) -> first));
            }
            List<CutText.Span> found = new ArrayList<>();
            for (int from = 0, to; from < likes.size(); from = to) {
                Place first = likes.get(from);
                for (to = from + 1; to < likes.size() && first.isFollowedBy(likes.get(to), to - from); to++) {}
                if (first.document < document) {
                    int last = to + window - 2;
                    found.add(new CutText.Span(
                            words.get(from).begin, words.get(last).end, last + 1 - from, first.document, first.begin));
                }
            }
            spans.add(found);
        }
        return spans;
    }

    private static List<Word> words(String text) {
        return WORD.matcher(text)
                .results()
                .map(match -> new Word(
                        match.group().toLowerCase(Locale.ROOT),
                        text.codePointCount(0, match.start()),
                        text.codePointCount(0, match.end())))
                .toList();
    }

    /** Documents in the order in which they keep, of pieces that come again whole, in part and twice in one document. */
    private static List<Corpus.Scored> corpus(int minTokens, int vocabulary) {
        Random random = new Random(minTokens);
        List<List<String>> pieces = Stream.generate(() -> words(random, vocabulary, 1 + random.nextInt(3 * minTokens)))
                .limit(40)
                .toList();
        List<Corpus.Scored> documents = new ArrayList<>(List.of(Corpus.Scored.of("empty", "", 0)));
        for (int i = 0; i < 60; i++) {
            StringBuilder text = new StringBuilder();
            for (int piece = random.nextInt(6); piece >= 0; piece--) {
                List<String> words = pieces.get(random.nextInt(pieces.size()));
                int from = random.nextInt(3) == 0 ? random.nextInt(words.size()) : 0;
                words.subList(from, words.size())
                        .forEach(word -> text.append(random.nextBoolean() ? word : word.toUpperCase(Locale.ROOT))
                                .append(SPACES.get(random.nextInt(SPACES.size()))));
            }
            documents.add(Corpus.Scored.of("https://example.org/" + i, text.toString(), random.nextInt(3) / 2.0));
        }
        documents.sort(BruteForce.BEST_FIRST);
        return documents;
    }

    private static List<String> words(Random random, int vocabulary, int count) {
        return Stream.generate(() -> {
                    int word = random.nextInt(vocabulary);
                    return word < RARE.size() ? RARE.get(word) : "w" + word;
                })
                .limit(count)
                .toList();
    }
}
