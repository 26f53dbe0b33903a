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
 * One record batch in mapped memory, its checksum and bounds checked; rows are read by address arithmetic. Thread-safe.
 */
final class RecordBatchView {

    private static final int CONTINUATION = -1;

    private final int contextLength;
    private final ByteBuffer[] buffers = new ByteBuffer[ShardSchema.NUM_BUFFERS];

    /** Views a block of a mapped file as a record batch, if its checksum is right. */
    static RecordBatchView of(Path file, ByteBuffer mapped, ArrowBlock block, int crc32c, int contextLength) {
        int length = Math.toIntExact(block.getMetadataLength() + block.getBodyLength());
        ByteBuffer bytes = slice(mapped, Math.toIntExact(block.getOffset()), length);
        CRC32C checksum = new CRC32C();
        checksum.update(bytes.duplicate());
        if ((int) checksum.getValue() != crc32c) {
            throw CorruptShard.in(
                    file,
                    "checksum of the %d bytes at offset %d must be %08x, got %08x"
                            .formatted(length, block.getOffset(), crc32c, (int) checksum.getValue()));
        }
        try {
            return new RecordBatchView(bytes, block, contextLength);
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            throw CorruptShard.in(file, "no record batch at offset " + block.getOffset(), e);
        }
    }

    private RecordBatchView(ByteBuffer block, ArrowBlock position, int contextLength) {
        this.contextLength = contextLength;
        RecordBatch batch = header(block);
        ByteBuffer body = slice(block, position.getMetadataLength(), Math.toIntExact(position.getBodyLength()));
        if (batch.buffersLength() != ShardSchema.NUM_BUFFERS) {
            throw new IllegalArgumentException(
                    "%d buffers instead of %d".formatted(batch.buffersLength(), ShardSchema.NUM_BUFFERS));
        }
        for (int i = 0; i < buffers.length; i++) {
            Buffer buffer = batch.buffers(i);
            buffers[i] = slice(body, Math.toIntExact(buffer.offset()), Math.toIntExact(buffer.length()));
        }
    }

    private static RecordBatch header(ByteBuffer block) {
        int start = block.getInt(0) == CONTINUATION ? 8 : 4;
        Message message = Message.getRootAsMessage(slice(block, start, block.capacity() - start));
        if (message.header(new RecordBatch()) instanceof RecordBatch batch) {
            return batch;
        }
        throw new IllegalArgumentException("the message has no header");
    }

    static ByteBuffer slice(ByteBuffer buffer, int start, int length) {
        return buffer.slice(start, length).order(ByteOrder.LITTLE_ENDIAN);
    }

    PackedSequence sequence(int row) {
        int[] tokens = ints(ShardSchema.TOKENS_DATA, row * contextLength, (row + 1) * contextLength);
        int length = at(ShardSchema.LENGTH_DATA, row);
        return new PackedSequence(tokens, length, starts(row));
    }

    List<DocumentSpan> spans(int row) {
        int[] starts = starts(row);
        int first = at(ShardSchema.IDS_LIST, row);
        List<DocumentSpan> spans = new ArrayList<>(starts.length);
        for (int i = 0; i < starts.length; i++) {
            spans.add(new DocumentSpan(id(first + i), starts[i], at(ShardSchema.OFFSETS_DATA, first + i)));
        }
        return spans;
    }

    private int[] starts(int row) {
        return ints(ShardSchema.STARTS_DATA, at(ShardSchema.STARTS_LIST, row), at(ShardSchema.STARTS_LIST, row + 1));
    }

    private String id(int element) {
        int from = at(ShardSchema.IDS_STRINGS, element);
        byte[] utf8 = new byte[at(ShardSchema.IDS_STRINGS, element + 1) - from];
        buffers[ShardSchema.IDS_DATA].get(from, utf8);
        return new String(utf8, StandardCharsets.UTF_8);
    }

    private int at(int buffer, int element) {
        return buffers[buffer].getInt(element * Integer.BYTES);
    }

    private int[] ints(int buffer, int from, int to) {
        int[] values = new int[to - from];
        buffers[buffer].asIntBuffer().get(from, values);
        return values;
    }
}
