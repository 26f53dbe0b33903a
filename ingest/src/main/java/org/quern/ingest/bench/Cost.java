package org.quern.ingest.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/**
 * The most that one piece of work of this thread took, in processor time and in bytes allocated, which is more than it ever
 * holds. Neither counts what other threads or processes do meanwhile.
 */
final class Cost {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private long startNanos;
    private long startBytes;
    private long maxNanos;
    private long maxBytes;

    /** Begins a piece of work. */
    void start() {
        startBytes = THREADS.getCurrentThreadAllocatedBytes();
        startNanos = THREADS.getCurrentThreadCpuTime();
    }

    /** Ends it. */
    void stop() {
        maxNanos = Math.max(maxNanos, THREADS.getCurrentThreadCpuTime() - startNanos);
        maxBytes = Math.max(maxBytes, THREADS.getCurrentThreadAllocatedBytes() - startBytes);
    }

    double maxSeconds() {
        return maxNanos / 1e9;
    }

    double maxMegabytes() {
        return maxBytes / 1e6;
    }
}
