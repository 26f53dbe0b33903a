package org.quern.dedup;

import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.quern.ingest.job.Counts;
import org.quern.ingest.job.Sessions;

/**
 * What a dump costs that is checked against an index and added to it, beside what it costs alone, on {@linkplain GeneratedCorpus made-up}
 * documents of 125 to 375 words, of which three in ten belong to families that all dumps share.
 */
public final class DedupIndexBench {
    private static final int WORDS = 250;
    private static final long EARLIER = 1L << 40;

    private final SparkSession spark;
    private final Path folder;
    private final Map<String, Number> figures = new LinkedHashMap<>();

    private DedupIndexBench(SparkSession spark, Path folder) {
        this.spark = spark;
        this.folder = folder;
    }

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
        Stopwatch watch = new Stopwatch();
        Counts counts = DedupJob.write(pages, new Path(folder, name), config, dump);
        figures.put(name + "_s", watch.seconds());
        figures.put(name + "_cpu_s", watch.cpuSeconds());
        return counts;
    }

    private Dataset<Row> pages(String name, long first, long count) {
        String path = new Path(folder, name).toString();
        new GeneratedCorpus(DedupScaleBench.Shape.REALISTIC, count, WORDS)
                .rows(spark, first)
                .write()
                .parquet(path);
        return spark.read().parquet(path);
    }
}
