package org.quern.pretrain.collective;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.spark.SparkConf;

/** All ranks of a ring in this process, each with a thread of its own where they work at once. */
final class Ring implements AutoCloseable {
    private final List<RingCommunicator> ends;

    private Ring(List<RingCommunicator> ends) {
        this.ends = ends;
    }

    static Ring open(int ranks, SparkConf conf, WireFormat reduced, int timeoutSeconds) {
        return new Ring(LoopbackRing.open(ranks, conf, reduced, timeoutSeconds));
    }

    static Ring open(int ranks) {
        return open(ranks, new SparkConf(), WireFormat.FP32, 20);
    }

    List<String> addresses() {
        return LoopbackRing.addresses(ends);
    }

    RingCommunicator end(int rank) {
        return ends.get(rank);
    }

    /** A heap buffer of zeros. */
    static ByteBuffer zeros(int length) {
        return ByteBuffer.allocate(length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** What a rank does with its end. */
    interface Work {
        void run(Communicator end, ByteBuffer values) throws IOException;
    }

    /** Starts a rank's work; the future fails with what it throws. */
    CompletableFuture<Void> start(int rank, ByteBuffer values, Work work) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Runnable task = () -> {
            try {
                work.run(ends.get(rank), values);
                done.complete(null);
            } catch (IOException | RuntimeException e) {
                done.completeExceptionally(e);
            }
        };
        new Thread(task, "rank " + rank).start();
        return done;
    }

    /** Lets all ranks work at once, each on its own buffer. */
    void run(List<ByteBuffer> buffers, Work work) throws Exception {
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (int rank = 0; rank < ends.size(); rank++) {
            all.add(start(rank, buffers.get(rank), work));
        }
        for (CompletableFuture<Void> one : all) {
            one.get();
        }
    }

    @Override
    public void close() {
        ends.forEach(RingCommunicator::close);
    }
}
