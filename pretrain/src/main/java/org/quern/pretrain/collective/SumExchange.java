package org.quern.pretrain.collective;

import java.io.Closeable;
import java.io.IOException;
import java.nio.FloatBuffer;

/** A sum over ranks, to the same bits on each. All ranks call the same methods in the same order. */
public interface SumExchange extends Closeable {
    /**
     * Replaces the numbers from the buffer's position to its limit, on every rank, by their sums over all ranks.
     *
     * @throws IOException where another rank is not heard of in time
     */
    void sum(FloatBuffer values) throws IOException;

    /** The exchange of a single rank: nothing to add. */
    static SumExchange alone() {
        return new SumExchange() {
            @Override
            public void sum(FloatBuffer values) {
                // One rank's numbers are the sum.
            }

            @Override
            public void close() {
                // Nothing is open.
            }
        };
    }
}
