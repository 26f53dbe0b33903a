package org.quern.pretrain.collective;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.network.buffer.NioManagedBuffer;
import org.apache.spark.network.client.RpcResponseCallback;
import org.apache.spark.network.client.TransportClient;
import org.jspecify.annotations.Nullable;

/**
 * What goes to the next rank: first the operation that this rank runs, then its blocks, each as soon as its numbers are
 * there and fewer than a window are on their way. Every message is confirmed by the next rank. The connection's own
 * thread sends the blocks, so that the caller's need not wake up for each.
 */
final class Outbox implements Closeable {
    /** How many messages may be on their way. */
    private static final int WINDOW = 4;

    private final TransportClient next;
    private final Progress received;
    private final Progress confirmed;
    private final Runnable lost;
    private final List<ByteBuf> slots = new ArrayList<>();
    private long sent;
    private @Nullable Operation operation;
    private @Nullable ByteBuffer values;
    private long receivedBefore;
    private int blocks;
    private volatile boolean unsent;

    /**
     * An outbox of no operation.
     *
     * @param received the blocks taken in, which in the next round go out
     * @param confirmed counts the messages that the next rank confirmed
     * @param lost told when a message could not be sent
     */
    Outbox(TransportClient next, Progress received, Progress confirmed, Runnable lost) {
        this.next = next;
        this.received = received;
        this.confirmed = confirmed;
        this.lost = lost;
        for (int i = 0; i < WINDOW; i++) {
            slots.add(Unpooled.directBuffer(Operation.BLOCK_FLOATS * Float.BYTES));
        }
    }

    /** Whether this is the connection of these messages. */
    boolean uses(TransportClient connection) {
        return next == connection;
    }

    /** Tells the next rank what operation this one runs; its blocks follow when the next one runs it too. */
    synchronized void begin(Operation begun, ByteBuffer from, long blocksReceivedBefore) {
        values = from;
        receivedBefore = blocksReceivedBefore;
        blocks = 0;
        unsent = true;
        confirmed.expect(1L + begun.blocks());
        sent++;
        next.sendRpc(StandardCharsets.UTF_8.encode(begun.text()), new Confirmation(begun));
    }

    /** Reads the buffer no more. */
    synchronized void end() {
        operation = null;
        values = null;
        unsent = false;
    }

    /** To be told when a block has come in: it is one that can go out in the next round. */
    void arrived() {
        if (unsent) {
            next.getChannel().eventLoop().execute(this::pump);
        }
    }

    /** Sends every block that can go; in the connection's own thread, or they might overtake one another. */
    private synchronized void pump() {
        if (operation == null || values == null) {
            return;
        }
        long ready = Math.min(operation.blocks(), operation.blocksPerPart() + received.count() - receivedBefore);
        while (blocks < ready && sent - confirmed.count() < WINDOW) {
            send(operation.sent(blocks++), values);
        }
        unsent = blocks < operation.blocks();
    }

    private void send(Operation.Block block, ByteBuffer from) {
        Part range = block.range();
        ByteBuffer numbers = from.slice(range.begin() * Float.BYTES, range.length() * Float.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer bytes = block.format().encode(numbers, slots.get((int) (sent++ % WINDOW)));
        next.uploadStream(
                new NioManagedBuffer(ByteBuffer.allocate(0)), new NioManagedBuffer(bytes), new Confirmation(null));
    }

    /** Ends the connection; nothing is sent after. */
    void disconnect() {
        next.close();
    }

    @Override
    public void close() {
        end();
        disconnect();
        slots.forEach(ByteBuf::release);
        slots.clear();
    }

    /** Counts a message as confirmed and sends on; if it told of an operation, that is what runs from now on. */
    private final class Confirmation implements RpcResponseCallback {
        private final @Nullable Operation begun;

        Confirmation(@Nullable Operation begun) {
            this.begun = begun;
        }

        @Override
        public void onSuccess(ByteBuffer objection) {
            if (objection.hasRemaining()) {
                IOException mismatch =
                        new IOException(StandardCharsets.UTF_8.decode(objection).toString());
                received.fail(mismatch);
                confirmed.fail(mismatch);
                return;
            }
            confirmed.advance();
            synchronized (Outbox.this) {
                if (begun != null) {
                    operation = begun;
                }
                pump();
            }
        }

        @Override
        public void onFailure(Throwable e) {
            lost.run();
        }
    }
}
