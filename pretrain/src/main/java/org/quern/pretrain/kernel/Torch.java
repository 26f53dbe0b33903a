package org.quern.pretrain.kernel;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** The native engine: starts once in a JVM, silent and offline. */
public final class Torch {
    private static final ReentrantReadWriteLock RUNNING = new ReentrantReadWriteLock();
    private static final NDManager ROOT = start();

    private Torch() {}

    /**
     * Sets how many threads an operator may use. Sums are split by threads, so the same number is needed to get the
     * same bits.
     *
     * @param numThreads at least 1; 0 for as many as the JVM has processors
     */
    public static void useThreads(int numThreads) {
        if (numThreads < 0) {
            throw new IllegalArgumentException("threads must be 0 (all) or more, got " + numThreads);
        }
        JniUtils.setNumThreads(numThreads == 0 ? Runtime.getRuntime().availableProcessors() : numThreads);
    }

    static NDManager root() {
        return ROOT;
    }

    /** Held while native code runs. */
    static Lock running() {
        return RUNNING.readLock();
    }

    private static NDManager start() {
        // When the JVM ends, by Ctrl-C too, libtorch frees what a running operator still needs, and the process would
        // crash. So the end waits for the operator, and later ones wait for the end.
        Runtime.getRuntime().addShutdownHook(new Thread(RUNNING.writeLock()::lock, "last kernel"));
        System.setProperty("OPT_OUT_TRACKING", "true");
        System.setProperty("ai.djl.offline", "true");
        Engine engine = Engine.getEngine("PyTorch");
        // The profiling executor would specialise a kernel to the shapes of its first calls; kernels here are already
        // fused.
        JniUtils.setGraphExecutorOptimize(false);
        return engine.newBaseManager();
    }
}
