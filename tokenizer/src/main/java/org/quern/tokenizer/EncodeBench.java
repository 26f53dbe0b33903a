package org.quern.tokenizer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Speed of encoding the texts of a JSONL of {@code {"text": ...}}, in memory, and of hostile texts of a megabyte. A MB
 * is 10^6 bytes of UTF-8.
 */
public final class EncodeBench {

    private static final double MB = 1e6;
    private static final int RUNS = 3;
    private static final int HOSTILE_BYTES = 1_000_000;
    /** As many of a text in a row as hide what an encoder's first text costs. */
    private static final int HOSTILE_COPIES = 5;

    private EncodeBench() {}

    /**
     * Encodes everything once to warm up and takes the best of three times more.
     *
     * @param threads that share the texts
     * @return {@code mb_per_s}, {@code tokens}, {@code bytes_per_token}, {@code mb}; then, on one thread,
     *     {@code NAME_mb_per_s} for each {@link HostileText}, and {@code hostile_slowdown}: how much more a byte of the
     *     slowest of them costs than one of the input, on as many threads as they ran on
     */
    public static Map<String, Number> run(Path input, Path tokenizerFile, int threads) throws IOException {
        Tokenizer tokenizer = Tokenizer.load(tokenizerFile);
        List<String> texts = TokenizerBench.texts(input);
        double mb = megabytes(texts);
        long tokens = encode(texts, tokenizer, threads);
        double speed = mb / bestSeconds(texts, tokenizer, threads);
        Map<String, Number> figures = new LinkedHashMap<>();
        figures.put("mb_per_s", speed);
        figures.put("tokens", tokens);
        figures.put("bytes_per_token", mb * MB / tokens);
        figures.put("mb", mb);
        double slowest = Double.MAX_VALUE;
        for (HostileText hostile : HostileText.values()) {
            List<String> text = Collections.nCopies(HOSTILE_COPIES, hostile.text(HOSTILE_BYTES));
            encode(text, tokenizer, 1);
            double hostileSpeed = megabytes(text) / bestSeconds(text, tokenizer, 1);
            slowest = Math.min(slowest, hostileSpeed);
            figures.put(hostile.name().toLowerCase(Locale.ROOT) + "_mb_per_s", hostileSpeed);
        }
        figures.put("hostile_slowdown", speed / threads / slowest);
        return figures;
    }

    private static double megabytes(List<String> texts) {
        return texts.stream().mapToLong(text -> Utf8.of(text).length).sum() / MB;
    }

    private static double bestSeconds(List<String> texts, Tokenizer tokenizer, int threads) {
        double best = Double.MAX_VALUE;
        for (int run = 0; run < RUNS; run++) {
            long start = System.nanoTime();
            encode(texts, tokenizer, threads);
            best = Math.min(best, (System.nanoTime() - start) / 1e9);
        }
        return best;
    }

    private static long encode(List<String> texts, Tokenizer tokenizer, int threads) {
        AtomicInteger next = new AtomicInteger();
        Callable<Long> worker = () -> {
            TokenEncoder encoder = tokenizer.newEncoder();
            TokenBuffer tokens = new TokenBuffer();
            long count = 0;
            for (int i = next.getAndIncrement(); i < texts.size(); i = next.getAndIncrement()) {
                tokens.clear();
                encoder.encodeOrdinary(texts.get(i), tokens);
                count += tokens.size();
            }
            return count;
        };
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Long>> workers = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                workers.add(pool.submit(worker));
            }
            long tokens = 0;
            for (Future<Long> counted : workers) {
                tokens += counted.get();
            }
            return tokens;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while encoding", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("encoding failed", e);
        } finally {
            pool.shutdownNow();
        }
    }
}
