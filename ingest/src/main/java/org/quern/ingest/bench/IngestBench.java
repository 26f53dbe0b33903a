package org.quern.ingest.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntSupplier;
import java.util.zip.GZIPInputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.quern.ingest.charset.TextDecoder;
import org.quern.ingest.document.Finding;
import org.quern.ingest.document.Findings;
import org.quern.ingest.document.RawText;
import org.quern.ingest.html.HtmlExtractor;
import org.quern.ingest.rules.RuleSet;
import org.quern.ingest.source.ReadOptions;
import org.quern.ingest.source.Slice;
import org.quern.ingest.source.SliceLister;
import org.quern.ingest.source.SliceReader;
import org.quern.ingest.source.SourceFormat;

/** The benchmarks {@code ingest-html}, {@code ingest-warc} and {@code rules}: figures by name, units in the names. */
public final class IngestBench {
    private static final int MAX_DOCUMENT_BYTES = 64 << 20;
    private static final ReadOptions OPTIONS = new ReadOptions(MAX_DOCUMENT_BYTES, "text", "url", "date");
    private static final double WARM_UP_SECONDS = 3;
    private static final double MEASURED_SECONDS = 5;

    private IngestBench() {}

    /**
     * Main content of the HTML files below a folder, {@code .gz} or not, decompressed beforehand: decoding and extraction
     * on one core, as often as fits in some seconds after a warm-up.
     */
    public static Map<String, Object> html(String folder) throws IOException {
        List<byte[]> pages = htmlFiles(folder);
        long bytes = pages.stream().mapToLong(page -> page.length).sum();
        HtmlExtractor extractor = new HtmlExtractor();
        double seconds = secondsPerPass(() -> {
            int chars = 0;
            for (byte[] page : pages) {
                chars += extractor
                        .extract(TextDecoder.html(page, Optional.empty()))
                        .map(extracted -> extracted.text().length())
                        .orElse(0);
            }
            return chars;
        });
        return figures("mb_per_s", bytes / 1e6 / seconds, "pages", pages.size(), "mb", bytes / 1e6);
    }

    /**
     * Texts of a WARC, ARC or WET file, read from disk in some passes after one pass to warm up; the memory that is held after
     * each.
     */
    public static Map<String, Object> warc(String file, int threads, int passes) throws IOException {
        List<Slice> slices = new SliceLister(new Configuration(), Optional.of(SourceFormat.WARC)).list(List.of(file));
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        long pages = 0;
        double seconds = 0;
        List<Double> heap = new ArrayList<>();
        List<Double> anonymous = new ArrayList<>();
        try {
            count(slices, pool);
            for (int pass = 0; pass < passes; pass++) {
                long start = System.nanoTime();
                pages += count(slices, pool);
                seconds += (System.nanoTime() - start) / 1e9;
                heap.add(ProcessMemory.liveHeap() / 1e6);
                anonymous.add(ProcessMemory.anonymous() / 1e6);
            }
        } finally {
            pool.shutdownNow();
        }
        return figures(
                "pages_per_s",
                pages / seconds,
                "pages",
                pages,
                "seconds",
                seconds,
                "slices",
                slices.size(),
                "live_heap_mb_by_pass",
                heap,
                "anonymous_mb_by_pass",
                anonymous,
                "peak_mb",
                ProcessMemory.peakResident() / 1e6);
    }

    private static long count(List<Slice> slices, ExecutorService pool) throws IOException {
        SliceReader reader = new SliceReader(new Configuration(), OPTIONS);
        List<Future<Long>> counts = new ArrayList<>();
        for (Slice slice : slices) {
            counts.add(pool.submit(() -> count(reader, slice)));
        }
        long pages = 0;
        try {
            for (Future<Long> count : counts) {
                pages += count.get();
            }
        } catch (InterruptedException | ExecutionException e) {
            throw new IOException(e);
        }
        return pages;
    }

    private static long count(SliceReader reader, Slice slice) throws IOException {
        long pages = 0;
        try (Findings findings = reader.open(slice)) {
            for (Optional<Finding> next = findings.next(); next.isPresent(); next = findings.next()) {
                pages += next.get() instanceof RawText ? 1 : 0;
            }
        }
        return pages;
    }

    /** FineWeb's rules on the texts of a JSONL file, read beforehand; one core. */
    public static Map<String, Object> rules(String jsonl) throws IOException {
        SliceReader reader = new SliceReader(new Configuration(), OPTIONS);
        List<String> texts = texts(
                reader, new SliceLister(new Configuration(), Optional.of(SourceFormat.JSONL)).list(List.of(jsonl)));
        long chars = texts.stream().mapToLong(String::length).sum();
        double seconds = secondsPerPass(() -> kept(texts));
        return figures(
                "docs_per_s",
                texts.size() / seconds,
                "mchars_per_s",
                chars / 1e6 / seconds,
                "docs",
                texts.size(),
                "kept",
                kept(texts));
    }

    private static int kept(List<String> texts) {
        int kept = 0;
        for (String text : texts) {
            kept += RuleSet.FINEWEB.judge(text).keep() ? 1 : 0;
        }
        return kept;
    }

    private static List<String> texts(SliceReader reader, List<Slice> slices) throws IOException {
        List<String> texts = new ArrayList<>();
        for (Slice slice : slices) {
            try (Findings findings = reader.open(slice)) {
                for (Optional<Finding> next = findings.next(); next.isPresent(); next = findings.next()) {
                    if (next.get() instanceof RawText text) {
                        texts.add(text.text());
                    }
                }
            }
        }
        return texts;
    }

    static List<byte[]> htmlFiles(String folder) throws IOException {
        Path root = new Path(folder);
        FileSystem files = root.getFileSystem(new Configuration());
        List<byte[]> pages = new ArrayList<>();
        RemoteIterator<LocatedFileStatus> all = files.listFiles(root, true);
        while (all.hasNext()) {
            Path file = all.next().getPath();
            if (SourceFormat.ofName(file.getName())
                    .filter(SourceFormat.HTML::equals)
                    .isPresent()) {
                try (var in = files.open(file)) {
                    pages.add((file.getName().endsWith(".gz") ? new GZIPInputStream(in) : in).readAllBytes());
                }
            }
        }
        if (pages.isEmpty()) {
            throw new IOException("no .html or .html.gz file below " + folder);
        }
        return pages;
    }

    static double secondsPerPass(IntSupplier pass) {
        repeat(pass, WARM_UP_SECONDS);
        return repeat(pass, MEASURED_SECONDS);
    }

    private static double repeat(IntSupplier pass, double atLeastSeconds) {
        long start = System.nanoTime();
        double seconds = 0;
        int passes = 0;
        long sink = 0;
        while (seconds < atLeastSeconds) {
            sink += pass.getAsInt();
            passes++;
            seconds = (System.nanoTime() - start) / 1e9;
        }
        return sink == Long.MIN_VALUE ? 0 : seconds / passes;
    }

    static Map<String, Object> figures(Object... namesAndValues) {
        Map<String, Object> figures = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            figures.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return figures;
    }
}
