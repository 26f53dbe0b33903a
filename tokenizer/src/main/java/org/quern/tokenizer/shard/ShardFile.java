package org.quern.tokenizer.shard;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.apache.arrow.flatbuf.Footer;
import org.apache.arrow.vector.ipc.message.ArrowBlock;
import org.apache.arrow.vector.ipc.message.ArrowFooter;

/**
 * One mapped shard. The footer is read at once; a record batch is checked and viewed when first touched. Thread-safe.
 */
final class ShardFile {

    private static final byte[] MAGIC = "ARROW1".getBytes(StandardCharsets.US_ASCII);

    private final Path path;
    private final ByteBuffer mapped;
    private final ShardMetadata metadata;
    private final List<ArrowBlock> blocks;
    private final int batchRows;
    private final AtomicReferenceArray<RecordBatchView> batches;

    /** Maps a file and reads its footer. */
    static ShardFile open(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            if (channel.size() > Integer.MAX_VALUE) {
                throw CorruptShard.in(path, "a shard must be below 2 GiB, got " + channel.size() + " bytes");
            }
            ByteBuffer mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
            return new ShardFile(path, mapped, footer(path, mapped));
        }
    }

    private ShardFile(Path path, ByteBuffer mapped, ArrowFooter footer) {
        this.path = path;
        this.mapped = mapped;
        this.blocks = footer.getRecordBatches();
        this.batches = new AtomicReferenceArray<>(blocks.size());
        try {
            this.metadata = ShardMetadata.fromFooter(footer.getMetaData());
        } catch (IllegalArgumentException e) {
            throw CorruptShard.in(path, String.valueOf(e.getMessage()), e);
        } catch (NullPointerException e) {
            throw CorruptShard.in(path, "the footer's metadata are damaged", e);
        }
        this.batchRows = ShardWriter.batchRows(metadata.contextLength());
        check(footer);
    }

    private static ArrowFooter footer(Path path, ByteBuffer mapped) {
        int tail = mapped.capacity() - MAGIC.length;
        byte[] magic = new byte[MAGIC.length];
        if (tail >= MAGIC.length + Integer.BYTES) {
            mapped.get(tail, magic);
        }
        if (!Arrays.equals(magic, MAGIC)) {
            throw CorruptShard.in(
                    path,
                    "an Arrow file must end in ARROW1, so the file is truncated at %d bytes"
                            .formatted(mapped.capacity()));
        }
        try {
            int length = RecordBatchView.slice(mapped, tail - Integer.BYTES, Integer.BYTES)
                    .getInt(0);
            int start = tail - Integer.BYTES - length;
            return new ArrowFooter(Footer.getRootAsFooter(RecordBatchView.slice(mapped, start, length)));
        } catch (RuntimeException e) {
            // Flatbuffers checks nothing: damage shows as any index, null or cast gone wrong.
            throw CorruptShard.in(path, "the footer before offset %d is damaged".formatted(tail), e);
        }
    }

    private void check(ArrowFooter footer) {
        if (!footer.getSchema().equals(ShardSchema.of(metadata.contextLength()))) {
            throw CorruptShard.in(path, "the columns are not a shard's: " + footer.getSchema());
        }
        long batchesNeeded = (metadata.sequences() + batchRows - 1) / batchRows;
        if (blocks.size() != batchesNeeded || metadata.checksums().length != batchesNeeded) {
            throw CorruptShard.in(
                    path,
                    "%d rows need %d record batches, got %d and %d checksums"
                            .formatted(
                                    metadata.sequences(), batchesNeeded, blocks.size(), metadata.checksums().length));
        }
        for (ArrowBlock block : blocks) {
            if (block.getOffset() < 0
                    || block.getBodyLength() < 0
                    || block.getMetadataLength() < 0
                    || block.getOffset() + block.getMetadataLength() + block.getBodyLength() > mapped.capacity()) {
                throw CorruptShard.in(
                        path, "the record batch at offset %d lies outside the file".formatted(block.getOffset()));
            }
        }
    }

    Path path() {
        return path;
    }

    ShardMetadata metadata() {
        return metadata;
    }

    PackedSequence sequence(long row) {
        return batch(row).sequence((int) (row % batchRows));
    }

    List<DocumentSpan> spans(long row) {
        return batch(row).spans((int) (row % batchRows));
    }

    private RecordBatchView batch(long row) {
        int index = (int) (row / batchRows);
        RecordBatchView batch = batches.get(index);
        if (batch == null) {
            batch = RecordBatchView.of(
                    path, mapped, blocks.get(index), metadata.checksums()[index], metadata.contextLength());
            batches.set(index, batch);
        }
        return batch;
    }
}
