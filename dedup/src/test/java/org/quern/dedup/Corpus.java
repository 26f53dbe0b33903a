package org.quern.dedup;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.quern.ingest.document.Document;
import org.quern.ingest.job.RecordCodec;

/** Documents made from a seed: base texts, and edited copies of them that are clearly near or clearly far. */
final class Corpus {
    /** A row of score's output. */
    record Scored(
            String id,
            String url,
            String source,
            long offset,
            Optional<String> date,
            String language,
            String domain,
            String text,
            double quality) {
        static Scored of(String url, String text, double quality) {
            Document document = Document.of(url, "test", 0, "eng", "web", text);
            return new Scored(document.id(), url, "test", 0, Optional.empty(), "eng", "web", text, quality);
        }

        Scored from(String newSource, Optional<String> newDate) {
            return new Scored(id, url, newSource, offset, newDate, language, domain, text, quality);
        }
    }

    private static final RecordCodec<Scored> CODEC = RecordCodec.of(Scored.class);

    private final Random random;
    private final List<Scored> documents = new ArrayList<>();

    private Corpus(long seed) {
        random = new Random(seed);
    }

    /** Families of one to eight documents each: copies, light edits, heavy edits; and short documents. */
    static List<Scored> families(int count, long seed) {
        Corpus corpus = new Corpus(seed);
        for (int family = 0; family < count; family++) {
            List<String> base = corpus.words(150 + corpus.random.nextInt(200));
            int size = 1 + corpus.random.nextInt(8);
            for (int member = 0; member < size; member++) {
                corpus.add(corpus.member(base));
            }
        }
        for (String text : List.of("", " ", "?!", "one two", "One  two", "one two!", "a b c d e", "A B c d e")) {
            corpus.add(text);
        }
        return corpus.documents;
    }

    static Dataset<Row> rows(SparkSession spark, List<Scored> documents, int partitions) {
        List<Row> rows = documents.stream().map(CODEC::toRow).toList();
        return spark.createDataset(rows, CODEC.encoder()).repartition(partitions);
    }

    /** Whether two of the documents, by their places in the list, agree in a band. */
    static BiPredicate<Integer, Integer> sharedBand(List<Scored> documents, MinHashConfig config) {
        Sketcher sketcher = new Sketcher(config);
        List<long[]> bands = documents.stream()
                .map(document -> sketcher.bands(document.text()))
                .toList();
        return (i, j) -> {
            long[] one = bands.get(i);
            long[] other = bands.get(j);
            return IntStream.range(0, Math.min(one.length, other.length)).anyMatch(band -> one[band] == other[band]);
        };
    }

    private void add(String text) {
        double quality = random.nextInt(4) / 4.0;
        documents.add(Scored.of("https://example.org/" + documents.size(), text, quality));
    }

    private String member(List<String> base) {
        return switch (random.nextInt(5)) {
            case 0 -> String.join(" ", base).toUpperCase(Locale.ROOT) + "\n";
            case 1 -> String.join(" ", base);
            case 2 -> String.join("\n", edited(base, base.size() / 3));
            case 3 -> String.join(", ", edited(base, 1));
            default -> String.join(" ", edited(base, 2));
        };
    }

    private List<String> edited(List<String> base, int edits) {
        List<String> copy = new ArrayList<>(base);
        for (int i = 0; i < edits; i++) {
            copy.set(random.nextInt(copy.size()), word());
        }
        return copy;
    }

    private List<String> words(int count) {
        List<String> words = new ArrayList<>(Collections.nCopies(count, ""));
        words.replaceAll(empty -> word());
        return words;
    }

    private String word() {
        char[] letters = new char[2 + random.nextInt(5)];
        for (int i = 0; i < letters.length; i++) {
            letters[i] = (char) ('a' + random.nextInt(26));
        }
        return new String(letters);
    }
}
