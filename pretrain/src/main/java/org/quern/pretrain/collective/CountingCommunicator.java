package org.quern.pretrain.collective;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;

/** Counts the numbers that ranks exchange. */
public final class CountingCommunicator implements Communicator {
    private final Communicator inner;
    private final AtomicLong numbers = new AtomicLong();

    /** Counts those of a communicator, which it closes too. */
    public CountingCommunicator(Communicator inner) {
        this.inner = inner;
    }

    /**
     * The lengths of all buffers so far, an all-reduce's twice. Of each, (ranks - 1) / ranks goes out of every rank.
     */
    public long numbers() {
        return numbers.get();
    }

    @Override
    public int rank() {
        return inner.rank();
    }

    @Override
    public int ranks() {
        return inner.ranks();
    }

    @Override
    public void reduceScatter(ByteBuffer values) throws IOException {
        numbers.addAndGet(values.remaining() / Float.BYTES);
        inner.reduceScatter(values);
    }

    @Override
    public void allGather(ByteBuffer values) throws IOException {
        numbers.addAndGet(values.remaining() / Float.BYTES);
        inner.allGather(values);
    }

    @Override
    public void close() throws IOException {
        inner.close();
    }
}
