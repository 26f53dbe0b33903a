package org.quern.pretrain.kernel;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
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

    /** Work that may fail. */
    public interface Work<T, E extends Exception> {
        /** Does it. */
        T run() throws E;
    }

    /**
     * Does work in a thread that ends with it; for native work that comes from threads that live on, such as Spark's. Each
     * thread that has run an operator has libgomp keep helpers for it, for as long as it lives. With more of them than
     * processors, all helpers sleep between operators in place of waiting awake, and small operators take twice as long.
     *
     * @return what the work returns; interrupts are passed on to it, and what it throws is thrown
     */
    public static <T, E extends Exception> T apart(Work<T, E> work) throws E {
        FutureTask<T> task = new FutureTask<>(work::run);
        Thread thread = new Thread(task, Thread.currentThread().getName());
        thread.setDaemon(true);
        thread.start();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                    thread.interrupt();
                }
            }
        } catch (ExecutionException e) {
            Throwable cause = Objects.requireNonNull(e.getCause());
            if (cause instanceof Error error) {
                throw error;
            }
            if (cause instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            @SuppressWarnings("unchecked") // The work throws nothing else.
            E declared = (E) cause;
            throw declared;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
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
