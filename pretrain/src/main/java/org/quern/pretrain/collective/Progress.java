package org.quern.pretrain.collective;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** How many messages have come one way, counted by the transport's threads and waited for by the caller's. */
final class Progress {
    private long count;
    private long wanted;
    private long lastNanos;
    private @Nullable IOException failure;

    synchronized long count() {
        return count;
    }

    /** Says how many more are to come. */
    synchronized void expect(long more) {
        wanted = count + more;
        lastNanos = System.nanoTime();
    }

    synchronized void advance() {
        count++;
        lastNanos = System.nanoTime();
        if (count >= wanted) {
            notifyAll();
        }
    }

    /**
     * Says that no more will come. The first failure counts.
     *
     * @return whether any were still expected
     */
    synchronized boolean fail(IOException cause) {
        if (failure == null) {
            failure = cause;
        }
        notifyAll();
        return count < wanted;
    }

    /**
     * Waits until all expected have come. Each one that comes starts the time anew.
     *
     * @param other by whose name to call who was silent
     */
    synchronized void await(int timeoutSeconds, String other) throws IOException {
        try {
            while (count < wanted) {
                if (failure != null) {
                    throw new IOException(failure.getMessage(), failure);
                }
                long left = lastNanos + TimeUnit.SECONDS.toNanos(timeoutSeconds) - System.nanoTime();
                if (left <= 0) {
                    throw new IOException("heard nothing from " + other + " in " + timeoutSeconds + " s");
                }
                wait(TimeUnit.NANOSECONDS.toMillis(left) + 1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
