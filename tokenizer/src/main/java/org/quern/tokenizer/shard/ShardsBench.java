package org.quern.tokenizer.shard;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.quern.ingest.job.InputException;

/**
 * Speed of writing shards and of reading them back as a trainer does: by several ranks, each with a reader of its own,
 * in the shuffled order of an epoch, every checksum checked, every row proved to be read once.
 */
public final class ShardsBench {

    private static final String HASH = "00".repeat(32);
    private static final long SEED = 1;
    private static final int VOCABULARY = 1 << 16;
    private static final long SHARD_TOKENS = 1 << 24;
    private static final int DOCUMENT_TOKENS = 700;
    private static final int SAMPLE_MILLIS = 20;

    private final int contextLength;
    private final int ranks;
    private final Path folder;

    private ShardsBench(int contextLength, int ranks, Path folder) {
        this.contextLength = contextLength;
        this.ranks = ranks;
        this.folder = folder;
    }

    /** What one or all ranks read. */
    private record Read(EpochLedger ledger, long tokenSum) {
        Read plus(Read other) {
            return new Read(ledger.plus(other.ledger), tokenSum + other.tokenSum);
        }
    }

    /**
     * Writes rows of random tokens, as many as make up about so many tokens, and reads them back.
     *
     * @param tokens at least one row's
     * @param contextLength tokens in a row
     * @param ranks that read, a thread each
     * @param folder where to leave the shards, empty or new; without one they go to a temporary folder and are deleted
     * @return {@code read_tokens_per_s, write_tokens_per_s} (by one thread), {@code tokens, sequences, shards}, and
     *     {@code anonymous_mb_start} and {@code anonymous_mb_peak}: the process's resident memory that is not of
     *     mapped files, before reading and at most while reading; 0 where the system does not tell
     */
    public static Map<String, Number> run(long tokens, int contextLength, int ranks, Optional<Path> folder)
            throws IOException {
        if (contextLength < 1 || tokens < contextLength || ranks < 1) {
            throw new InputException("tokens must be at least context, context and ranks at least 1, got %d, %d, %d"
                    .formatted(tokens, contextLength, ranks));
        }
        Path shards = folder.isPresent() ? empty(folder.get()) : Files.createTempDirectory("quern-bench");
        try {
            return new ShardsBench(contextLength, ranks, shards).run(tokens / contextLength);
        } finally {
            if (folder.isEmpty()) {
                delete(shards);
            }
        }
    }

    private Map<String, Number> run(long rows) throws IOException {
        long start = System.nanoTime();
        long written = write(rows);
        long wrote = System.nanoTime();
        AnonymousMemory memory = AnonymousMemory.watch();
        long opened = System.nanoTime();
        Read read = read(memory);
        long end = System.nanoTime();
        new EpochOrder(rows, SEED).requireEachRowOnce(read.ledger);
        if (read.ledger.rows() != rows || read.tokenSum != written) {
            throw new IllegalStateException("%d rows whose tokens add up to %d were written, got %d and %d"
                    .formatted(rows, written, read.ledger.rows(), read.tokenSum));
        }
        long tokens = rows * contextLength;
        Map<String, Number> figures = new LinkedHashMap<>();
        figures.put("read_tokens_per_s", tokens * 1e9 / (end - opened));
        figures.put("write_tokens_per_s", tokens * 1e9 / (wrote - start));
        figures.put("tokens", tokens);
        figures.put("sequences", rows);
        figures.put("anonymous_mb_start", memory.startMb());
        figures.put("anonymous_mb_peak", memory.peakMb());
        figures.put("shards", files(folder).size());
        return figures;
    }

    /** Writes the rows; returns the sum of their tokens. */
    private long write(long rows) throws IOException {
        SplittableRandom random = new SplittableRandom(SEED);
        int[] pool = random.ints(2L * contextLength + (1 << 20), 0, VOCABULARY).toArray();
        List<DocumentSpan> spans = new ArrayList<>();
        for (int start = 0; start < contextLength; start += DOCUMENT_TOKENS) {
            spans.add(new DocumentSpan(
                    "%032x".formatted(start), "https://example.org/document/" + start, "all", start, 0));
        }
        long rowsPerShard = Math.max(1, SHARD_TOKENS / contextLength);
        int[] tokens = new int[contextLength];
        long sum = 0;
        for (long first = 0; first < rows; first += rowsPerShard) {
            Path file = folder.resolve("shard-%05d.arrow".formatted(first / rowsPerShard));
            try (ShardWriter writer = new ShardWriter(Files.newOutputStream(file), "stage1", contextLength, HASH)) {
                for (long row = first; row < Math.min(rows, first + rowsPerShard); row++) {
                    int from = random.nextInt(pool.length - contextLength);
                    System.arraycopy(pool, from, tokens, 0, contextLength);
                    writer.write(tokens, contextLength, spans);
                    sum += sum(tokens);
                }
            }
        }
        return sum;
    }

    /** What all ranks read of the first epoch, each on a thread of its own. */
    private Read read(AnonymousMemory memory) throws IOException {
        ExecutorService pool = Executors.newFixedThreadPool(ranks);
        try {
            List<Future<Read>> running = new ArrayList<>();
            for (int rank = 0; rank < ranks; rank++) {
                int number = rank;
                running.add(pool.submit(() -> read(number)));
            }
            Read all = new Read(EpochLedger.EMPTY, 0);
            for (Future<Read> rank : running) {
                while (!isDone(rank)) {
                    memory.sample();
                }
                all = all.plus(rank.get());
            }
            return all;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while reading", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("reading failed", e.getCause());
        } finally {
            pool.shutdownNow();
        }
    }

    private static boolean isDone(Future<?> rank) throws InterruptedException, ExecutionException {
        try {
            rank.get(SAMPLE_MILLIS, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    private Read read(int rank) throws IOException {
        try (ShardReader shards = ShardReader.open(folder).requireTokenizer(HASH)) {
            EpochReader reader = new EpochReader(shards, SEED, rank, ranks);
            int[] tokens = new int[contextLength];
            long sum = 0;
            while (reader.epoch() == 0) {
                sum += sum(reader.next(tokens).tokens());
            }
            return new Read(reader.ledger(), sum);
        }
    }

    /** The sum modulo 2^32, which the compiler vectorises. */
    private static int sum(int[] tokens) {
        int sum = 0;
        for (int token : tokens) {
            sum += token;
        }
        return sum;
    }

    private static Path empty(Path folder) throws IOException {
        Files.createDirectories(folder);
        if (!files(folder).isEmpty()) {
            throw new InputException("%s must be empty; give another --folder or remove it".formatted(folder));
        }
        return folder;
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.toList();
        }
    }

    private static void delete(Path folder) throws IOException {
        for (Path file : files(folder)) {
            Files.delete(file);
        }
        Files.delete(folder);
    }
}
