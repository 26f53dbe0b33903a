package org.quern.pretrain.collective;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** How many messages have come one way, counted by the transport's threads and waited for by the caller's. */
final class Progress {
    private long count;
    private long wanted = Long.MAX_VALUE;
    private long lastNanos;
    private @Nullable IOException failure;

    synchronized long count() {
        return count;
    }

    synchronized void advance() {
        count++;
        lastNanos = System.nanoTime();
        if (count >= wanted) {
            notifyAll();
        }
    }

    /** Ends all waits, now and later. The first failure counts. */
    synchronized void fail(IOException cause) {
        if (failure == null) {
            failure = cause;
        }
        notifyAll();
    }

    /**
     * Waits until so many have come. Each one that comes starts the time anew.
     *
     * @param other by whose name to call who was silent
     */
    synchronized void await(long target, int timeoutSeconds, String other) throws IOException {
        wanted = target;
        lastNanos = System.nanoTime();
        try {
            while (count < target && failure == null) {
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
        if (failure != null) {
            throw new IOException(failure.getMessage(), failure);
        }
    }
}
