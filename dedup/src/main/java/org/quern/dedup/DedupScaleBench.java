package org.quern.dedup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.sql.SparkSession;
import org.quern.ingest.bench.ProcessMemory;
import org.quern.ingest.job.Counts;
import org.quern.ingest.job.InputException;
import org.quern.ingest.job.Sessions;

/** What a document costs {@link DedupJob} in corpora of several sizes, {@linkplain GeneratedCorpus made} for the purpose. */
public final class DedupScaleBench {
    private static final int MIN_WORDS = 50;

    private DedupScaleBench() {}

    /** How the documents of a corpus resemble one another. */
    public enum Shape {
        /**
         * Seven of ten are like no other; the others are copies within families, whose sizes follow a power law (of exponent 2.5, the
         * largest about n^(2/3)): one third exact copies, one third with a word or two exchanged, one third with 4 to 12% of them.
         */
        REALISTIC,

        /** One text: half exact copies, a quarter with another number at the end, a quarter with one other word. */
        IDENTICAL,

        /** A window that slides over an endless text by a fiftieth of itself: alike are the six nearest, connected are all. */
        CHAIN
    }

    /**
     * For each size makes a corpus, deduplicates it from Parquet to Parquet and deletes both. The first size is run once before,
     * to warm up.
     *
     * @param sizes in documents
     * @param shape of the corpora
     * @param words in a document
     * @param master Spark's
     * @param folder where to put the corpora; a temporary one without it
     * @return {@code runs}: for each size {@code documents}, {@code input_mb} (of Parquet), {@code seconds}, {@code documents_per_s},
     *     {@code us_per_document}, of this process {@code cpu_us_per_document} and {@code peak_rss_gb} so far, and the job's counts
     */
    public static Map<String, ?> run(
            List<Long> sizes, Shape shape, int words, Optional<String> master, Optional<Path> folder)
            throws IOException {
        if (words < MIN_WORDS || sizes.stream().anyMatch(size -> size < 1)) {
            throw new InputException("sizes must be at least 1 and documents of at least %d words, got %s and %d"
                    .formatted(MIN_WORDS, sizes, words));
        }
        Path root =
                folder.isPresent() ? Files.createDirectories(folder.get()) : Files.createTempDirectory("quern-bench");
        try (SparkSession spark = Sessions.open("bench dedup-scale", master)) {
            List<Map<String, Object>> runs = new ArrayList<>();
            run(spark, new GeneratedCorpus(shape, sizes.get(0), words), root);
            for (long size : sizes) {
                runs.add(run(spark, new GeneratedCorpus(shape, size, words), root));
            }
            return Map.of("runs", runs);
        }
    }

    private static Map<String, Object> run(SparkSession spark, GeneratedCorpus corpus, Path root) throws IOException {
        org.apache.hadoop.fs.Path work =
                new org.apache.hadoop.fs.Path(root.toUri().toString(), "dedup-scale");
        org.apache.hadoop.fs.Path input = new org.apache.hadoop.fs.Path(work, "in");
        FileSystem files = work.getFileSystem(spark.sparkContext().hadoopConfiguration());
        try {
            corpus.rows(spark, 0).write().parquet(input.toString());
            double megabytes = files.getContentSummary(input).getLength() / 1e6;
            Stopwatch watch = new Stopwatch();
            Counts counts = DedupJob.write(
                    spark.read().parquet(input.toString()),
                    new org.apache.hadoop.fs.Path(work, "out"),
                    DedupConfig.defaults(),
                    Optional.empty());
            double seconds = watch.seconds();
            double cpuSeconds = watch.cpuSeconds();
            Map<String, Object> figures = new LinkedHashMap<>();
            figures.put("documents", corpus.documents());
            figures.put("input_mb", megabytes);
            figures.put("seconds", seconds);
            figures.put("documents_per_s", corpus.documents() / seconds);
            figures.put("us_per_document", 1e6 * seconds / corpus.documents());
            figures.put("cpu_us_per_document", 1e6 * cpuSeconds / corpus.documents());
            figures.put("peak_rss_gb", ProcessMemory.peakResident() / 1e9);
            figures.putAll(counts.asMap());
            return figures;
        } finally {
            files.delete(work, true);
        }
    }
}
