package org.quern.tokenizer.shard;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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

    private final Path folder;
    private final List<ShardFile> shards;
    /** First row of each shard, and the number of all rows at the end. */
    private final long[] firstRows;

    private final Closeable onClose;

    private ShardReader(Path folder, List<ShardFile> shards, Closeable onClose) {
        this.folder = folder;
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
            requireSame(shards.isEmpty() ? shard : shards.get(0), shard);
            shards.add(shard);
        }
        return new ShardReader(folder, List.copyOf(shards), onClose);
    }

    private static void requireSame(ShardFile first, ShardFile shard) {
        ShardMetadata expected = first.metadata();
        ShardMetadata metadata = shard.metadata();
        if (metadata.contextLength() != expected.contextLength()
                || !metadata.stage().equals(expected.stage())
                || !metadata.tokenizerHash().equals(expected.tokenizerHash())) {
            throw CorruptShard.in(
                    shard.path(),
                    "must be of %s, %d tokens a row, tokenizer %s as %s is, got %s, %d, %s"
                            .formatted(
                                    expected.stage(),
                                    expected.contextLength(),
                                    expected.tokenizerHash(),
                                    first.path().getFileName(),
                                    metadata.stage(),
                                    metadata.contextLength(),
                                    metadata.tokenizerHash()));
        }
    }

    /**
     * Makes sure that the tokens are of a certain tokenizer.
     *
     * @param hash {@code Tokenizer.hash()}
     * @return this reader
     * @throws InputException if they are another's
     */
    public ShardReader requireTokenizer(String hash) {
        if (!tokenizerHash().equals(hash)) {
            throw CorruptShard.in(
                    folder, "the tokens must be of tokenizer %s, got %s".formatted(hash, tokenizerHash()));
        }
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
        int shard = shardOf(index);
        return shards.get(shard).sequence(index - firstRows[shard]);
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
