package org.quern.tokenizer.shard;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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
import org.quern.ingest.job.InputException;

/**
 * One mapped shard. The footer is read at once; a record batch is checked and viewed when first touched. Thread-safe.
 */
final class ShardFile {

    private static final byte[] MAGIC = "ARROW1".getBytes(StandardCharsets.US_ASCII);

    private final Path path;
    private final ByteBuffer mapped;
    private final int footerOffset;
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
            ByteBuffer mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size())
                    .order(ByteOrder.LITTLE_ENDIAN);
            return new ShardFile(path, mapped);
        }
    }

    private ShardFile(Path path, ByteBuffer mapped) {
        this.path = path;
        this.mapped = mapped;
        this.footerOffset = footerOffset(path, mapped);
        ArrowFooter footer = footer();
        this.blocks = footer.getRecordBatches();
        this.batches = new AtomicReferenceArray<>(blocks.size());
        try {
            this.metadata = ShardMetadata.fromFooter(footer.getMetaData());
        } catch (IllegalArgumentException e) {
            throw corruptFooter(String.valueOf(e.getMessage()), e);
        } catch (NullPointerException e) {
            throw corruptFooter("its metadata are damaged", e);
        }
        this.batchRows = ShardWriter.batchRows(metadata.contextLength());
        check(footer);
    }

    private static int footerOffset(Path path, ByteBuffer mapped) {
        int tail = mapped.capacity() - MAGIC.length;
        byte[] magic = new byte[MAGIC.length];
        if (tail >= MAGIC.length + Integer.BYTES) {
            mapped.get(tail, magic);
        }
        if (!Arrays.equals(magic, MAGIC)) {
            throw CorruptShard.in(
                    path,
                    "an Arrow file must end in ARROW1, so the file is truncated at offset %d"
                            .formatted(mapped.capacity()));
        }
        int length = mapped.getInt(tail - Integer.BYTES);
        if (length <= 0 || length > tail - Integer.BYTES - MAGIC.length) {
            throw CorruptShard.in(
                    path,
                    "the footer's length at offset %d must be in 1 to %d, got %d"
                            .formatted(tail - Integer.BYTES, tail - Integer.BYTES - MAGIC.length, length));
        }
        return tail - Integer.BYTES - length;
    }

    private ArrowFooter footer() {
        int start = footerOffset;
        int end = mapped.capacity() - MAGIC.length - Integer.BYTES;
        try {
            return new ArrowFooter(Footer.getRootAsFooter(RecordBatchView.slice(mapped, start, end - start)));
        } catch (RuntimeException e) {
            // Flatbuffers checks nothing: damage shows as any index, null or cast gone wrong.
            throw corruptFooter("it is damaged", e);
        }
    }

    private InputException corruptFooter(String what, Throwable cause) {
        return CorruptShard.in(path, "the footer at offset %d: %s".formatted(footerOffset, what), cause);
    }

    private InputException corruptFooter(String what) {
        return CorruptShard.in(path, "the footer at offset %d: %s".formatted(footerOffset, what));
    }

    private void check(ArrowFooter footer) {
        if (!footer.getSchema().equals(ShardSchema.of(metadata.contextLength()))) {
            throw corruptFooter("the columns are not a shard's: " + footer.getSchema());
        }
        long batchesNeeded = (metadata.sequences() + batchRows - 1) / batchRows;
        if (blocks.size() != batchesNeeded || metadata.checksums().length != batchesNeeded) {
            throw corruptFooter("%d rows need %d record batches, got %d and %d checksums"
                    .formatted(metadata.sequences(), batchesNeeded, blocks.size(), metadata.checksums().length));
        }
        for (ArrowBlock block : blocks) {
            if (block.getOffset() < 0
                    || block.getBodyLength() < 0
                    || block.getMetadataLength() < 0
                    || block.getOffset() + block.getMetadataLength() + block.getBodyLength() > mapped.capacity()) {
                throw corruptFooter("the record batch at offset %d lies outside the file".formatted(block.getOffset()));
            }
        }
    }

    /** Makes sure that its rows and another's belong together. */
    void requireSameAs(ShardFile first) {
        ShardMetadata expected = first.metadata;
        if (metadata.contextLength() != expected.contextLength()
                || !metadata.stage().equals(expected.stage())
                || !metadata.tokenizerHash().equals(expected.tokenizerHash())) {
            throw corruptFooter("must be of %s, %d tokens a row, tokenizer %s as %s is, got %s, %d, %s"
                    .formatted(
                            expected.stage(),
                            expected.contextLength(),
                            expected.tokenizerHash(),
                            first.path.getFileName(),
                            metadata.stage(),
                            metadata.contextLength(),
                            metadata.tokenizerHash()));
        }
    }

    /** Makes sure that it was written with a tokenizer. */
    void requireTokenizer(String hash) {
        if (!metadata.tokenizerHash().equals(hash)) {
            throw corruptFooter("the tokens must be of tokenizer %s, got %s".formatted(hash, metadata.tokenizerHash()));
        }
    }

    ShardMetadata metadata() {
        return metadata;
    }

    PackedSequence sequence(long row, int[] tokens) {
        return batch(row).sequence((int) (row % batchRows), tokens);
    }

    List<DocumentSpan> spans(long row) {
        return batch(row).spans((int) (row % batchRows));
    }

    List<String> domains(long row) {
        return batch(row).domains((int) (row % batchRows));
    }

    private RecordBatchView batch(long row) {
        int index = (int) (row / batchRows);
        RecordBatchView batch = batches.get(index);
        if (batch == null) {
            batch = RecordBatchView.of(path, mapped, blocks.get(index), metadata.checksums()[index]);
            batches.set(index, batch);
        }
        return batch;
    }
}
