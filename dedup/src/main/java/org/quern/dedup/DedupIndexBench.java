package org.quern.dedup;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.quern.ingest.job.Counts;
import org.quern.ingest.job.RecordCodec;
import org.quern.ingest.job.Sessions;

/**
 * What a dump costs that is checked against an index and added to it, beside what it costs alone, on generated documents of 100 to 400
 * words: of ten, seven have a text of their own, and three one of a tenth as many texts as there are documents, up to two words
 * changed. The first of those texts are the same in all dumps.
 */
public final class DedupIndexBench {
    private static final int VOCABULARY = 30_000;
    private static final int LETTERS = 26;
    private static final long EARLIER = 1L << 40;

    private final SparkSession spark;
    private final Path folder;
    private final Map<String, Number> figures = new LinkedHashMap<>();

    private DedupIndexBench(SparkSession spark, Path folder) {
        this.spark = spark;
        this.folder = folder;
    }

    private record Page(String id, String url, double quality, String text) {}

    /**
     * Deduplicates a tenth of the dump to warm up, then the dump alone, and with the index of an earlier dump of each size.
     *
     * @param documents of the dump
     * @param earlier how many documents the earlier dump has
     * @param threads of Spark
     * @return {@code alone_s} and {@code alone_cpu_s}, the processor time of all threads; for each size N {@code index_N_s} and
     *     {@code index_N_cpu_s}, {@code first_N_s} and {@code first_N_cpu_s} of the earlier dump itself, and {@code dropped_N} for what it has
     */
    public static Map<String, Number> run(long documents, List<Long> earlier, int threads) throws IOException {
        Path folder = new Path(Files.createTempDirectory("quern-bench").toUri());
        try (SparkSession spark = Sessions.open("bench dedup-index", Optional.of("local[%d]".formatted(threads)));
                Scratch scratch = new Scratch(spark, folder)) {
            return new DedupIndexBench(spark, scratch.folder()).run(documents, earlier);
        }
    }

    private Map<String, Number> run(long documents, List<Long> earlier) throws IOException {
        DedupConfig alone = DedupConfig.defaults();
        Dataset<Row> tenth = pages("tenth", 0, documents / 10);
        DedupJob.write(tenth, new Path(folder, "warm"), alone, Optional.empty());
        Dataset<Row> dump = pages("dump", 0, documents);
        measured("alone", dump, alone, Optional.empty());
        for (long size : earlier) {
            String index = new Path(folder, "index-" + size).toString();
            measured("first_" + size, pages("earlier-" + size, EARLIER, size), alone, Optional.of(index));
            Counts counts = measured("index_" + size, dump, alone, Optional.of(index));
            figures.put("dropped_" + size, counts.of("index.dropped"));
        }
        return figures;
    }

    private Counts measured(String name, Dataset<Row> pages, DedupConfig config, Optional<String> index)
            throws IOException {
        Optional<IndexedDump> dump = Optional.empty();
        if (index.isPresent()) {
            dump = Optional.of(DumpIndex.at(index.get(), spark.sparkContext().hadoopConfiguration())
                    .dump(name, name, config));
        }
        long cpu = processorNanos();
        long start = System.nanoTime();
        Counts counts = DedupJob.write(pages, new Path(folder, name), config, dump);
        figures.put(name + "_s", (System.nanoTime() - start) / 1e9);
        figures.put(name + "_cpu_s", (processorNanos() - cpu) / 1e9);
        return counts;
    }

    private static long processorNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    private Dataset<Row> pages(String name, long begin, long count) {
        RecordCodec<Page> codec = RecordCodec.of(Page.class);
        String path = new Path(folder, name).toString();
        spark.range(begin, begin + count)
                .map((MapFunction<Long, Row>) number -> codec.toRow(page(number, count)), codec.encoder())
                .write()
                .parquet(path);
        return spark.read().schema(codec.schema()).parquet(path);
    }

    private static Page page(long number, long count) {
        SplittableRandom random = new SplittableRandom(number);
        boolean shared = random.nextInt(10) < 3;
        long text = shared ? -1 - random.nextLong(Math.max(1, count / 10)) : number;
        String[] words = words(new SplittableRandom(text));
        for (int edits = shared ? random.nextInt(3) : 0; edits > 0; edits--) {
            words[random.nextInt(words.length)] = word(random);
        }
        String id = "%016x%016x".formatted(Mix64.mix(number), Mix64.mix(~number));
        return new Page(id, "https://example.org/" + number, random.nextInt(100) / 100.0, String.join(" ", words));
    }

    private static String[] words(SplittableRandom random) {
        String[] words = new String[100 + random.nextInt(301)];
        for (int i = 0; i < words.length; i++) {
            words[i] = word(random);
        }
        return words;
    }

    /** Of the vocabulary, the first ones much more often. */
    private static String word(SplittableRandom random) {
        int rank = (int) (VOCABULARY * Math.pow(random.nextDouble(), 3));
        StringBuilder letters = new StringBuilder();
        for (int left = rank + LETTERS; left > 0; left /= LETTERS) {
            letters.append((char) ('a' + left % LETTERS));
        }
        return letters.toString();
    }
}
