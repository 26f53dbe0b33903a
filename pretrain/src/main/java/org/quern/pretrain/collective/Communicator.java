package org.quern.pretrain.collective;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Collective operations over ranks. All ranks call the same operations in the same order with buffers of the same
 * length; an operation works from a buffer's position to its limit and moves neither. One thread at a time.
 *
 * <p>Buffers hold fp32 numbers, little-endian. Bytes and not floats, because only a direct buffer of bytes can travel
 * without a copy.
 *
 * <p>Every operation throws an IOException where another rank is lost or not heard of in time; after that, nothing but
 * {@link #close} has a meaning.
 */
public interface Communicator extends Closeable {
    /** This rank, from 0. */
    int rank();

    /** How many ranks there are. */
    int ranks();

    /**
     * Adds the ranks' buffers up: on each rank its own {@link Part} then holds the sums, and the rest nothing of meaning.
     * The order of additions depends on the part alone.
     */
    void reduceScatter(ByteBuffer values) throws IOException;

    /** Replaces every rank's buffer by what each {@link Part} holds on the rank whose own it is. */
    void allGather(ByteBuffer values) throws IOException;

    /** Replaces every rank's buffer by the sums, the same bits on all. */
    default void allReduce(ByteBuffer values) throws IOException {
        reduceScatter(values);
        allGather(values);
    }

    /** A single rank's: there is nothing to add. */
    static Communicator alone() {
        return new Communicator() {
            @Override
            public int rank() {
                return 0;
            }

            @Override
            public int ranks() {
                return 1;
            }

            @Override
            public void reduceScatter(ByteBuffer values) {
                // One rank's numbers are the sum.
            }

            @Override
            public void allGather(ByteBuffer values) {
                // All parts are here.
            }

            @Override
            public void close() {
                // Nothing is open.
            }
        };
    }
}
