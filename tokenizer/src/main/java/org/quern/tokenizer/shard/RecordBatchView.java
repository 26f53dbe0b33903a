package org.quern.tokenizer.shard;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.apache.arrow.flatbuf.Buffer;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.arrow.vector.ipc.message.ArrowBlock;

/**
 * One record batch in mapped memory, its checksum and bounds checked; rows are read by address arithmetic. Keeps no more
 * than where its columns lie, some 150 bytes for each MiB. Thread-safe.
 */
final class RecordBatchView {

    private static final int CONTINUATION = -1;

    private final ByteBuffer file;
    /** Where each buffer begins in the file. */
    private final int[] offsets = new int[ShardSchema.NUM_BUFFERS];

    /**
     * Views a block of a mapped file as a record batch, if its checksum is right.
     *
     * @param mapped the whole file, little-endian
     */
    static RecordBatchView of(Path file, ByteBuffer mapped, ArrowBlock block, int crc32c) {
        int offset = Math.toIntExact(block.getOffset());
        int length = Math.toIntExact(block.getMetadataLength() + block.getBodyLength());
        CRC32C checksum = new CRC32C();
        checksum.update(mapped.slice(offset, length));
        if ((int) checksum.getValue() != crc32c) {
            throw CorruptShard.in(
                    file,
                    "checksum of the %d bytes at offset %d must be %08x, got %08x"
                            .formatted(length, offset, crc32c, (int) checksum.getValue()));
        }
        try {
            return new RecordBatchView(mapped, block);
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            throw CorruptShard.in(file, "no record batch at offset " + offset, e);
        }
    }

    private RecordBatchView(ByteBuffer mapped, ArrowBlock block) {
        this.file = mapped;
        int body = Math.toIntExact(block.getOffset() + block.getMetadataLength());
        RecordBatch batch = header(mapped, Math.toIntExact(block.getOffset()), body);
        if (batch.buffersLength() != ShardSchema.NUM_BUFFERS) {
            throw new IllegalArgumentException(
                    "%d buffers instead of %d".formatted(batch.buffersLength(), ShardSchema.NUM_BUFFERS));
        }
        for (int i = 0; i < offsets.length; i++) {
            Buffer buffer = batch.buffers(i);
            if (buffer.offset() < 0
                    || buffer.length() < 0
                    || buffer.offset() + buffer.length() > block.getBodyLength()) {
                throw new IllegalArgumentException("buffer %d lies outside the batch".formatted(i));
            }
            offsets[i] = Math.toIntExact(body + buffer.offset());
        }
    }

    private static RecordBatch header(ByteBuffer mapped, int block, int body) {
        int start = block + (mapped.getInt(block) == CONTINUATION ? 8 : 4);
        Message message = Message.getRootAsMessage(slice(mapped, start, body - start));
        if (message.header(new RecordBatch()) instanceof RecordBatch batch) {
            return batch;
        }
        throw new IllegalArgumentException("the message has no header");
    }

    static ByteBuffer slice(ByteBuffer buffer, int start, int length) {
        return buffer.slice(start, length).order(ByteOrder.LITTLE_ENDIAN);
    }

    PackedSequence sequence(int row, int[] tokens) {
        read(ShardSchema.TOKENS_DATA, row * tokens.length, tokens);
        return new PackedSequence(tokens, at(ShardSchema.LENGTH_DATA, row), starts(row));
    }

    List<DocumentSpan> spans(int row) {
        int[] starts = starts(row);
        int first = at(ShardSchema.IDS_LIST, row);
        List<DocumentSpan> spans = new ArrayList<>(starts.length);
        for (int i = 0; i < starts.length; i++) {
            spans.add(new DocumentSpan(
                    text(ShardSchema.IDS_STRINGS, ShardSchema.IDS_DATA, first + i),
                    text(ShardSchema.URLS_STRINGS, ShardSchema.URLS_DATA, first + i),
                    text(ShardSchema.DOMAINS_STRINGS, ShardSchema.DOMAINS_DATA, first + i),
                    starts[i],
                    at(ShardSchema.OFFSETS_DATA, first + i)));
        }
        return spans;
    }

    List<String> domains(int row) {
        List<String> domains = new ArrayList<>();
        int end = at(ShardSchema.DOMAINS_LIST, row + 1);
        for (int i = at(ShardSchema.DOMAINS_LIST, row); i < end; i++) {
            domains.add(text(ShardSchema.DOMAINS_STRINGS, ShardSchema.DOMAINS_DATA, i));
        }
        return domains;
    }

    private int[] starts(int row) {
        return ints(ShardSchema.STARTS_DATA, at(ShardSchema.STARTS_LIST, row), at(ShardSchema.STARTS_LIST, row + 1));
    }

    private String text(int ends, int data, int element) {
        int from = at(ends, element);
        byte[] utf8 = new byte[at(ends, element + 1) - from];
        file.get(offsets[data] + from, utf8);
        return new String(utf8, StandardCharsets.UTF_8);
    }

    private int at(int buffer, int element) {
        return file.getInt(offsets[buffer] + element * Integer.BYTES);
    }

    private int[] ints(int buffer, int from, int to) {
        int[] values = new int[to - from];
        read(buffer, from, values);
        return values;
    }

    private void read(int buffer, int from, int[] values) {
        slice(file, offsets[buffer] + from * Integer.BYTES, values.length * Integer.BYTES)
                .asIntBuffer()
                .get(values);
    }
}
