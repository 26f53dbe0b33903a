package org.quern.pretrain.collective;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.spark.network.client.RpcResponseCallback;
import org.apache.spark.network.client.TransportClient;
import org.apache.spark.network.server.OneForOneStreamManager;
import org.apache.spark.network.server.RpcHandler;
import org.apache.spark.network.server.StreamManager;

/** The messages of the rank before, in the order sent; each is confirmed when it is taken in. */
final class Mailbox extends RpcHandler {
    private static final int CAPACITY = 8;

    private final StreamManager streams = new OneForOneStreamManager();
    private final BlockingQueue<ByteBuffer> messages = new ArrayBlockingQueue<>(CAPACITY);

    @Override
    public void receive(TransportClient client, ByteBuffer message, RpcResponseCallback callback) {
        // The transport frees its buffer after this call.
        ByteBuffer copy = ByteBuffer.allocate(message.remaining()).put(message).flip();
        if (messages.offer(copy)) {
            callback.onSuccess(ByteBuffer.allocate(0));
        } else {
            callback.onFailure(new IOException("more than " + CAPACITY + " messages wait"));
        }
    }

    /** The next message. */
    ByteBuffer take(int timeoutSeconds) throws IOException {
        try {
            ByteBuffer message = messages.poll(timeoutSeconds, TimeUnit.SECONDS);
            if (message == null) {
                throw new IOException("heard nothing from the rank before in " + timeoutSeconds + " s");
            }
            return message;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public StreamManager getStreamManager() {
        return streams;
    }
}
