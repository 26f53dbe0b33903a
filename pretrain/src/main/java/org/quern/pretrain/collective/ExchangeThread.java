package org.quern.pretrain.collective;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.commons.lang3.concurrent.BasicThreadFactory;

/**
 * Runs a communicator's operations one after the other while the caller computes on. All ranks must submit the same
 * operations in the same order.
 */
public final class ExchangeThread implements Closeable {
    private static final int END_SECONDS = 60;

    private final Communicator communicator;
    private final ExecutorService thread;
    private final Deque<Future<?>> running = new ArrayDeque<>();

    /** An operation, such as {@code c -> c.allGather(weights)}. */
    public interface Operation {
        /** Does it. */
        void run(Communicator communicator) throws IOException;
    }

    /** A thread for a communicator, which is this one's from now on. */
    public ExchangeThread(Communicator communicator) {
        this.communicator = communicator;
        this.thread = Executors.newSingleThreadExecutor(
                BasicThreadFactory.builder().namingPattern("exchange").daemon().build());
    }

    /** This rank, from 0. */
    public int rank() {
        return communicator.rank();
    }

    /** How many ranks there are. */
    public int ranks() {
        return communicator.ranks();
    }

    /** Queues an operation on memory that nobody touches until {@link #await}. */
    public void submit(Operation operation) {
        running.add(thread.submit(() -> {
            operation.run(communicator);
            return null;
        }));
    }

    /**
     * Waits until all operations are done.
     *
     * @throws LostRankException if one failed
     */
    public void await() throws LostRankException {
        try {
            while (!running.isEmpty()) {
                running.remove().get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LostRankException(e);
        } catch (ExecutionException e) {
            running.clear();
            throw new LostRankException(Objects.requireNonNullElse(e.getCause(), e));
        }
    }

    /**
     * Adds a few numbers up over all ranks, after all operations queued before, exactly alike on all.
     *
     * @param one more of them
     * @param totals replaced by their sums
     * @return the sum of {@code one}
     */
    public double sum(double one, float[] totals) throws LostRankException {
        // Gathered and not reduced, so that they travel whole, whatever gradients do.
        int length = totals.length + 1;
        ByteBuffer bytes = ByteBuffer.allocate(length * ranks() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        FloatBuffer all = bytes.asFloatBuffer();
        all.slice(rank() * length, length).put(totals).put((float) one);
        submit(c -> c.allGather(bytes));
        await();
        double[] sums = new double[length];
        while (all.hasRemaining()) {
            int at = all.position() % length;
            sums[at] += all.get();
        }
        for (int i = 0; i < totals.length; i++) {
            totals[i] = (float) sums[i];
        }
        return sums[totals.length];
    }

    /** Closes the communicator too, which ends what is running; when this returns, nothing touches the memory any more. */
    @Override
    public void close() throws IOException {
        thread.shutdownNow();
        communicator.close();
        try {
            if (!thread.awaitTermination(END_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("an exchange did not end in " + END_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while an exchange ended");
        }
    }
}
