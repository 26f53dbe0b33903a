package org.quern.pretrain.collective;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/** Takes an operation's blocks into its buffer as their bytes arrive, in pieces of any size. */
final class Intake {
    private static final int PIECE_FLOATS = 2048;

    private final Operation operation;
    private final FloatBuffer values;
    private final float[] theirs = new float[PIECE_FLOATS];
    private final float[] mine = new float[PIECE_FLOATS];
    private final ByteBuffer split = ByteBuffer.allocate(Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private int blocks;
    private Operation.Block block;
    private int position;

    /** Into a buffer, from index 0. */
    Intake(Operation operation, FloatBuffer values) {
        this.operation = operation;
        this.values = values;
        block = operation.taken(0);
        position = block.range().begin();
    }

    /** Takes bytes of the current block. */
    void add(ByteBuffer piece) throws IOException {
        piece.order(ByteOrder.LITTLE_ENDIAN);
        int width = block.format().width();
        split.limit(width);
        if (split.position() > 0) {
            while (split.hasRemaining() && piece.hasRemaining()) {
                split.put(piece.get());
            }
            if (split.hasRemaining()) {
                return;
            }
            take(split.flip(), 1);
            split.clear();
        }
        take(piece, piece.remaining() / width);
        split.put(piece);
    }

    /** Ends the current block. */
    void endBlock() throws IOException {
        if (position != block.range().end() || split.position() > 0) {
            throw new IOException("block " + blocks + " of " + operation.text() + " ended at " + position + ", not at "
                    + block.range().end());
        }
        blocks++;
        if (blocks < operation.blocks()) {
            block = operation.taken(blocks);
            position = block.range().begin();
        }
    }

    private void take(ByteBuffer bytes, int count) throws IOException {
        if (count > block.range().end() - position) {
            throw new IOException("block " + blocks + " of " + operation.text() + " is too long");
        }
        if (block.added()) {
            add(bytes, count);
        } else {
            values.put(position, bytes.asFloatBuffer(), 0, count);
            bytes.position(bytes.position() + count * Float.BYTES);
        }
        position += count;
    }

    private void add(ByteBuffer bytes, int count) {
        // By way of small arrays, for which the compiler finds vector instructions and which stay in the core's cache.
        for (int done = 0; done < count; done += PIECE_FLOATS) {
            int size = Math.min(count - done, PIECE_FLOATS);
            block.format().decode(bytes, theirs, size);
            values.get(position + done, mine, 0, size);
            add(theirs, mine, size);
            values.put(position + done, theirs, 0, size);
        }
    }

    private static void add(float[] sum, float[] term, int size) {
        for (int i = 0; i < size; i++) {
            sum[i] += term[i];
        }
    }
}
