package org.quern.tokenizer.shard;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.quern.ingest.job.InputException;

/**
 * Reads the packed sequences of one stage from a folder of memory-mapped shards.
 *
 * <p>Opening reads the footers only. {@link #sequence} costs a copy of the row, wherever it lies; the first touch of a
 * record batch (1 MiB) also checks its checksum. Resident memory is the operating system's page cache. Thread-safe; any
 * number of readers may share a folder.
 */
public final class ShardReader implements Closeable {

    private static final String SUFFIX = ".arrow";

    private final List<ShardFile> shards;
    /** First row of each shard, and the number of all rows at the end. */
    private final long[] firstRows;

    private final Closeable onClose;

    private ShardReader(List<ShardFile> shards, Closeable onClose) {
        this.shards = shards;
        this.onClose = onClose;
        this.firstRows = new long[shards.size() + 1];
        for (int i = 0; i < shards.size(); i++) {
            firstRows[i + 1] = firstRows[i] + shards.get(i).metadata().sequences();
        }
    }

    /**
     * Opens a local folder of shards.
     *
     * @throws InputException if there is no shard in it, a shard is damaged, or the shards differ in tokenizer, stage
     *     or context length
     */
    public static ShardReader open(Path folder) throws IOException {
        return open(folder, () -> {});
    }

    /**
     * Opens a folder of shards on any Hadoop file system. One that is not local is first copied to a temporary folder,
     * which {@link #close()} deletes.
     *
     * @throws InputException if there is no shard in it, a shard is damaged, or the shards differ in tokenizer, stage
     *     or context length
     */
    public static ShardReader open(org.apache.hadoop.fs.Path folder, Configuration configuration) throws IOException {
        LocalShards local = LocalShards.of(folder, configuration);
        try {
            return open(local.folder(), local);
        } catch (IOException | RuntimeException e) {
            local.close();
            throw e;
        }
    }

    private static ShardReader open(Path folder, Closeable onClose) throws IOException {
        List<Path> files;
        try (Stream<Path> entries = Files.list(folder)) {
            files = entries.filter(file -> file.getFileName().toString().endsWith(SUFFIX))
                    .sorted()
                    .toList();
        }
        if (files.isEmpty()) {
            throw new InputException(
                    "%s: no *%s in it; give the folder of one stage that tokenize wrote".formatted(folder, SUFFIX));
        }
        List<ShardFile> shards = new ArrayList<>(files.size());
        for (Path file : files) {
            ShardFile shard = ShardFile.open(file);
            shard.requireSameAs(shards.isEmpty() ? shard : shards.get(0));
            shards.add(shard);
        }
        return new ShardReader(List.copyOf(shards), onClose);
    }

    /**
     * Makes sure that the tokens are of a certain tokenizer, of which all shards have the same.
     *
     * @param hash {@code Tokenizer.hash()}
     * @return this reader
     * @throws InputException if they are another's
     */
    public ShardReader requireTokenizer(String hash) {
        shards.get(0).requireTokenizer(hash);
        return this;
    }

    /** Number of rows. */
    public long numSequences() {
        return firstRows[shards.size()];
    }

    /** Tokens in every row, padding included. */
    public int contextLength() {
        return shards.get(0).metadata().contextLength();
    }

    /** Name of the stage. */
    public String stage() {
        return shards.get(0).metadata().stage();
    }

    /** SHA-256 of the tokenizer.json that made the tokens, hex. */
    public String tokenizerHash() {
        return shards.get(0).metadata().tokenizerHash();
    }

    /** Number of tokens without padding. */
    public long numTokens() {
        return shards.stream().mapToLong(shard -> shard.metadata().tokens()).sum();
    }

    /**
     * The row at an index, in constant time.
     *
     * @param index 0 to numSequences() - 1
     * @throws IndexOutOfBoundsException if there is no such row
     * @throws InputException if the shard is damaged there
     */
    public PackedSequence sequence(long index) {
        return sequence(index, new int[contextLength()]);
    }

    /**
     * The row at an index, its tokens in an array of the caller's.
     *
     * @param index 0 to numSequences() - 1
     * @param tokens becomes the sequence's array
     * @throws IllegalArgumentException if the array is not as long as the context
     * @throws IndexOutOfBoundsException if there is no such row
     * @throws InputException if the shard is damaged there
     */
    public PackedSequence sequence(long index, int[] tokens) {
        if (tokens.length != contextLength()) {
            throw new IllegalArgumentException(
                    "a row has %d tokens, got an array of %d".formatted(contextLength(), tokens.length));
        }
        int shard = shardOf(index);
        return shards.get(shard).sequence(index - firstRows[shard], tokens);
    }

    /**
     * Where the tokens of a row come from, by ascending start.
     *
     * @param index 0 to numSequences() - 1
     * @throws IndexOutOfBoundsException if there is no such row
     * @throws InputException if the shard is damaged there
     */
    public List<DocumentSpan> documents(long index) {
        int shard = shardOf(index);
        return shards.get(shard).spans(index - firstRows[shard]);
    }

    /**
     * The domains of a row's documents, by ascending start.
     *
     * @param index 0 to numSequences() - 1
     * @throws IndexOutOfBoundsException if there is no such row
     * @throws InputException if the shard is damaged there
     */
    public List<String> domains(long index) {
        int shard = shardOf(index);
        return shards.get(shard).domains(index - firstRows[shard]);
    }

    /**
     * Where one token of a row comes from.
     *
     * @param index 0 to numSequences() - 1
     * @param token its offset in the row, 0 to length - 1
     * @throws IndexOutOfBoundsException if there is no such row, or no such token in it, or it is padding
     * @throws InputException if the shard is damaged there
     */
    public DocumentSpan document(long index, int token) {
        PackedSequence sequence = sequence(index);
        Objects.checkIndex(token, sequence.length());
        int found = Arrays.binarySearch(sequence.documentStarts(), token);
        return documents(index).get(found < 0 ? -found - 2 : found);
    }

    private int shardOf(long index) {
        if (index < 0 || index >= numSequences()) {
            throw new IndexOutOfBoundsException(
                    "index must be in 0 to %d, got %d".formatted(numSequences() - 1, index));
        }
        int found = Arrays.binarySearch(firstRows, index);
        if (found < 0) {
            return -found - 2;
        }
        while (firstRows[found + 1] == index) {
            found++;
        }
        return found;
    }

    @Override
    public void close() throws IOException {
        onClose.close();
    }
}
