package org.quern.dedup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.quern.ingest.bench.ProcessMemory;
import org.quern.ingest.job.RecordCodec;
import org.quern.ingest.job.Sessions;

/** Speed of {@link Substrings} on a JSONL, beside a {@link SuffixArray} in memory, which must find the same. */
public final class SubstringBench {
    private static final SubstringConfig CONFIG = SubstringConfig.defaults();

    private SubstringBench() {}

    private record Text(String id, String url, double quality, String text) {}

    private record Spans(String id, List<CutText.Span> spans) {}

    /**
     * Looks for runs of 50 tokens, Parquet to Parquet.
     *
     * @param file JSONL with {@code {"text": ...}}
     * @param threads of Spark; the suffix array is sorted on one
     * @return {@code mb_per_s}, {@code suffix_array_mb_per_s} without reading tokens, {@code mb} (10^6 bytes of UTF-8), {@code docs},
     *     {@code docs_cut}, {@code spans}, {@code tokens_cut}, {@code peak_rss_gb} of both together
     * @throws IllegalStateException if the two differ
     */
    public static Map<String, Number> run(Path file, int threads) throws IOException {
        JsonlTexts input = JsonlTexts.read(file);
        Path folder = Files.createTempDirectory("quern-bench");
        try (SparkSession spark = Sessions.open("bench substring", Optional.of("local[%d]".formatted(threads)));
                Scratch scratch = new Scratch(spark, new org.apache.hadoop.fs.Path(folder.toUri()))) {
            return run(input, scratch);
        }
    }

    private static Map<String, Number> run(JsonlTexts input, Scratch scratch) throws IOException {
        List<Text> ranked = ranked(input.texts());
        RecordCodec<Text> codec = RecordCodec.of(Text.class);
        Dataset<Row> documents = scratch.save(
                "documents",
                scratch.spark().createDataset(ranked.stream().map(codec::toRow).toList(), codec.encoder()));
        KeepOrder order = DedupConfig.defaults().keepOrder();
        Dataset<Row> sketches =
                scratch.save("sketches", Duplicates.sketches(documents, order, MinHashConfig.defaults()));
        long start = System.nanoTime();
        Cuts substrings = Substrings.find(documents, sketches, order, scratch, CONFIG);
        double seconds = (System.nanoTime() - start) / 1e9;

        SuffixArray array = SuffixArray.read(ranked.stream().map(Text::text).toList());
        long arrayStart = System.nanoTime();
        List<List<CutText.Span>> spans = array.spans(CONFIG.minTokens());
        double arraySeconds = (System.nanoTime() - arrayStart) / 1e9;

        Map<String, List<CutText.Span>> expected = new LinkedHashMap<>();
        IntStream.range(0, ranked.size())
                .filter(rank -> !spans.get(rank).isEmpty())
                .forEach(rank -> expected.put(ranked.get(rank).id(), spans.get(rank)));
        requireSame(expected, substrings);
        Map<String, Number> figures = new LinkedHashMap<>();
        figures.put("mb_per_s", input.megabytes() / seconds);
        figures.put("suffix_array_mb_per_s", input.megabytes() / arraySeconds);
        figures.put("mb", input.megabytes());
        figures.put("docs", ranked.size());
        figures.put("docs_cut", expected.size());
        figures.put("spans", spans.stream().mapToInt(List::size).sum());
        figures.put("tokens_cut", substrings.tokensCut());
        figures.put("peak_rss_gb", ProcessMemory.peakResident() / 1e9);
        return figures;
    }

    /** In the {@link KeepOrder} of documents of one quality. */
    private static List<Text> ranked(List<String> texts) {
        return IntStream.range(0, texts.size())
                .mapToObj(i -> new Text("%010d".formatted(i), "", 0, texts.get(i)))
                .sorted(Comparator.comparingInt((Text text) -> -text.text().length())
                        .thenComparing(Text::id))
                .toList();
    }

    private static void requireSame(Map<String, List<CutText.Span>> expected, Cuts substrings) {
        RecordCodec<Spans> codec = RecordCodec.of(Spans.class);
        List<Row> found = substrings.cut().select("id", "spans").collectAsList();
        if (found.size() != expected.size()) {
            throw new IllegalStateException("%d documents were cut, and the suffix array cuts %d; please report this"
                    .formatted(found.size(), expected.size()));
        }
        for (Row row : found) {
            Spans spans = codec.fromRow(row);
            if (!spans.spans.equals(expected.get(spans.id))) {
                throw new IllegalStateException(
                        "document %s: %s were cut, and the suffix array cuts %s; please report this"
                                .formatted(spans.id, spans.spans, expected.get(spans.id)));
            }
        }
    }
}
