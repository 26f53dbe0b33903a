package org.quern.pretrain.collective;

import io.netty.channel.FixedRecvByteBufAllocator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.apache.spark.network.client.RpcResponseCallback;
import org.apache.spark.network.client.StreamCallbackWithID;
import org.apache.spark.network.client.TransportClient;
import org.apache.spark.network.server.OneForOneStreamManager;
import org.apache.spark.network.server.RpcHandler;
import org.apache.spark.network.server.StreamManager;
import org.jspecify.annotations.Nullable;

/**
 * What the rank before sends: first the operation that it means to run, which is answered once this rank runs the same,
 * so that a block never comes before there is a place for it; then the blocks, each answered when it is taken in.
 */
final class Inbox extends RpcHandler {
    /** Netty would read 64 KiB at a time, at more system calls. */
    private static final int READ_BYTES = 1 << 18;

    private final StreamManager streams = new OneForOneStreamManager();
    private final Progress received;
    private final Runnable arrived;
    private final Consumer<TransportClient> lost;
    private @Nullable Operation expected;
    private @Nullable Intake intake;
    private @Nullable String offered;
    private @Nullable RpcResponseCallback answer;
    private @Nullable TransportClient before;

    /**
     * An inbox of no operation.
     *
     * @param received counts the blocks taken in
     * @param arrived told of every block taken in
     * @param lost told of every connection that ends
     */
    Inbox(Progress received, Runnable arrived, Consumer<TransportClient> lost) {
        this.received = received;
        this.arrived = arrived;
        this.lost = lost;
    }

    /** Takes blocks into a buffer from now on. */
    synchronized void begin(Operation operation, ByteBuffer values) {
        expected = operation;
        intake = new Intake(operation, values.asFloatBuffer());
        answerOffer();
    }

    /** Touches the buffer no more. */
    synchronized void end() {
        expected = null;
        intake = null;
    }

    /** Ends the connection of the rank before, if it has one. */
    void disconnect() {
        TransportClient connection = before();
        if (connection != null) {
            connection.close();
        }
    }

    /** The connection of the rank before, once it has sent something. */
    synchronized @Nullable TransportClient before() {
        return before;
    }

    @Override
    public synchronized void receive(TransportClient client, ByteBuffer message, RpcResponseCallback callback) {
        offered = StandardCharsets.UTF_8.decode(message).toString();
        if (before != client) {
            before = client;
            client.getChannel().config().setRecvByteBufAllocator(new FixedRecvByteBufAllocator(READ_BYTES));
        }
        answer = callback;
        answerOffer();
    }

    private void answerOffer() {
        if (expected == null || offered == null || answer == null) {
            return;
        }
        if (offered.equals(expected.ofRankBefore().text())) {
            answer.onSuccess(ByteBuffer.allocate(0));
        } else {
            String mismatch = expected.text() + "; " + offered;
            answer.onSuccess(StandardCharsets.UTF_8.encode(mismatch));
            received.fail(new IOException(mismatch));
        }
        expected = null;
        offered = null;
        answer = null;
    }

    @Override
    public StreamCallbackWithID receiveStream(TransportClient client, ByteBuffer meta, RpcResponseCallback callback) {
        return new StreamCallbackWithID() {
            @Override
            public String getID() {
                return "block";
            }

            @Override
            public void onData(String id, ByteBuffer piece) throws IOException {
                synchronized (Inbox.this) {
                    intake().add(piece);
                }
            }

            @Override
            public void onComplete(String id) throws IOException {
                synchronized (Inbox.this) {
                    intake().endBlock();
                }
                received.advance();
                arrived.run();
            }

            @Override
            public void onFailure(String id, Throwable cause) {
                lost.accept(client);
            }
        };
    }

    private Intake intake() throws IOException {
        if (intake == null) {
            throw new IOException("a block came while no operation runs");
        }
        return intake;
    }

    @Override
    public void channelInactive(TransportClient client) {
        lost.accept(client);
    }

    @Override
    public StreamManager getStreamManager() {
        return streams;
    }
}
