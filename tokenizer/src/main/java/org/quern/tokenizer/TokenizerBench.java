package org.quern.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.storage.StorageLevel;
import org.quern.ingest.bench.ProcessMemory;
import org.quern.ingest.job.InputException;
import org.quern.ingest.job.Sessions;
import org.quern.tokenizer.split.SplitPattern;

/**
 * Speed of training on a JSONL of {@code {"text": ...}}, its texts in memory. A MB is 10^6 bytes of UTF-8.
 */
public final class TokenizerBench {

    private static final ObjectReader JSON = new ObjectMapper().reader();
    private static final double MB = 1e6;

    private TokenizerBench() {}

    /**
     * Trains on Spark in this JVM.
     *
     * @param threads of Spark; the merges are learnt on one
     * @return {@code mb_per_s} of the whole, {@code count_s}, {@code merge_s}, {@code merge_us_per_word}, {@code words},
     *     {@code word_bytes}, {@code vocabulary}, {@code mb}, {@code peak_heap_gb}, {@code peak_rss_gb} (0 where the system
     *     does not tell), both with the texts
     */
    public static Map<String, Number> train(Path input, int vocabSize, int threads) throws IOException {
        try (SparkSession spark = Sessions.open("bench tokenizer-train", Optional.of("local[%d]".formatted(threads)))) {
            Dataset<Row> documents = TextTable.read(spark, new org.apache.hadoop.fs.Path(input.toUri()))
                    .select(TextTable.DOMAIN, TextTable.TEXT)
                    .persist(StorageLevel.MEMORY_ONLY());
            double mb = documents
                            .agg(functions.sum(functions.octet_length(functions.col(TextTable.TEXT))))
                            .first()
                            .getLong(0)
                    / MB;
            long start = System.nanoTime();
            WordCounts words = CorpusWords.count(documents, SplitPattern.QWEN2, DomainWeights.of(Map.of()), 1)
                    .words();
            long counted = System.nanoTime();
            TrainedBpe trained =
                    BpeTrainer.train(words, List.of(Tokenizer.END_OF_TEXT), vocabSize, 0, SplitPattern.QWEN2);
            long end = System.nanoTime();
            Map<String, Number> figures = new LinkedHashMap<>();
            figures.put("mb_per_s", mb / seconds(start, end));
            figures.put("count_s", seconds(start, counted));
            figures.put("merge_s", seconds(counted, end));
            figures.put("merge_us_per_word", 1e6 * seconds(counted, end) / words.size());
            figures.put("words", words.size());
            figures.put("word_bytes", words.numBytes());
            figures.put("vocabulary", trained.tokens().size());
            figures.put("mb", mb);
            figures.put("peak_heap_gb", peakHeapBytes() / 1e9);
            figures.put("peak_rss_gb", ProcessMemory.peakResident() / 1e9);
            return figures;
        }
    }

    static List<String> texts(Path input) throws IOException {
        List<String> texts = new ArrayList<>();
        try (BufferedReader lines = Files.newBufferedReader(input)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode text = JSON.readTree(line).path("text");
                if (!text.isTextual()) {
                    throw new InputException("%s: line %d has no \"text\"; give one {\"text\": ...} a line"
                            .formatted(input, texts.size() + 1));
                }
                texts.add(text.asText());
            }
        }
        return texts;
    }

    private static double seconds(long start, long end) {
        return (end - start) / 1e9;
    }

    private static long peakHeapBytes() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == java.lang.management.MemoryType.HEAP)
                .mapToLong(pool -> pool.getPeakUsage().getUsed())
                .sum();
    }
}
