package org.quern.pretrain.collective;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Tells of each operation before a communicator runs it: to count them, or to see what ranks do when one fails. */
public final class WatchedCommunicator implements Communicator {
    private final Communicator inner;
    private final Watcher watcher;

    /** Who is told. */
    public interface Watcher {
        /**
         * Before an operation. Each all-reduce is told of as its two halves.
         *
         * @param values its buffer, as the operation will find it
         * @throws IOException in place of the operation
         */
        void before(Collective kind, ByteBuffer values) throws IOException;
    }

    /** Tells of a communicator's operations; closes it too. */
    public WatchedCommunicator(Communicator inner, Watcher watcher) {
        this.inner = inner;
        this.watcher = watcher;
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
        watcher.before(Collective.REDUCE_SCATTER, values);
        inner.reduceScatter(values);
    }

    @Override
    public void allGather(ByteBuffer values) throws IOException {
        watcher.before(Collective.ALL_GATHER, values);
        inner.allGather(values);
    }

    @Override
    public void close() throws IOException {
        inner.close();
    }
}
