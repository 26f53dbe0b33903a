package org.quern.pretrain.kernel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A named owner of native memory: everything made in it is freed when it closes. Open one for a training step or a
 * decoding iteration, one for what lives as long as the model.
 */
public final class Scope implements AutoCloseable {
    private static final AtomicLong LIVE_VALUES = new AtomicLong();
    private static final AtomicLong LIVE_SCOPES = new AtomicLong();

    private final NDManager manager;
    private boolean closed;

    private Scope(NDManager manager, String name) {
        this.manager = manager;
        manager.setName(name);
        LIVE_SCOPES.incrementAndGet();
    }

    /** Opens a scope that somebody has to close. */
    public static Scope open(String name) {
        return new Scope(Torch.root().newSubManager(), name);
    }

    /** Opens a scope that closes with this one at the latest. */
    public Scope child(String name) {
        Scope child = new Scope(manager.newSubManager(), name);
        manager.attachInternal(name + "@" + System.identityHashCode(child), child);
        return child;
    }

    /** An fp32 array of zeros. */
    public NDArray zeros(long... shape) {
        return manager.zeros(new Shape(shape));
    }

    /** An fp32 array. */
    public NDArray floats(float[] values, long... shape) {
        return manager.create(values, new Shape(shape));
    }

    /** An int64 array. */
    public NDArray longs(long[] values, long... shape) {
        return manager.create(values, new Shape(shape));
    }

    /** The arrays that this scope owns now. */
    public int numArrays() {
        return manager.getManagedArrays().size();
    }

    /** The arrays that any open scope owns now, and the opaque values: a leak shows as growth. */
    public static long liveValues() {
        return LIVE_VALUES.get();
    }

    /** The scopes open now. */
    public static long liveScopes() {
        return LIVE_SCOPES.get();
    }

    /** DJL's manager behind this scope, for its array operators. */
    public NDManager manager() {
        return manager;
    }

    PtNDManager torchManager() {
        return (PtNDManager) manager;
    }

    static void valueOpened() {
        LIVE_VALUES.incrementAndGet();
    }

    static void valueClosed() {
        LIVE_VALUES.decrementAndGet();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            manager.close();
            LIVE_SCOPES.decrementAndGet();
        }
    }

    /** Checks an array before it goes to native code, where a wrong shape may end the JVM. */
    public static NDArray require(String name, NDArray array, DataType type, long... shape) {
        if (array.getDataType() != type || !array.getShape().equals(new Shape(shape))) {
            throw new IllegalArgumentException("%s must be %s %s, got %s %s"
                    .formatted(name, type, new Shape(shape), array.getDataType(), array.getShape()));
        }
        return array;
    }
}
