package org.quern.pretrain.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.quern.pretrain.kernel.Scope;

/**
 * Fp32 numbers in one row of native memory, which operators and Java see alike.
 *
 * @param array [N]
 */
public record FlatArray(NDArray array) {
    /** Zeros. */
    public static FlatArray zeros(Scope owner, long length) {
        return new FlatArray(owner.zeros(length));
    }

    /** How many numbers there are. */
    public long size() {
        return array.size();
    }

    /** A view of some of the numbers, for operators. */
    public NDArray view(long offset, long length) {
        return length == 0
                ? array.getManager().create(new Shape(0))
                : array.get(new NDIndex().addSliceDim(offset, offset + length));
    }

    /** The memory of some of the numbers itself: what is put there is in the array. */
    public FloatBuffer memory(long offset, long length) {
        return bytes(offset, length).asFloatBuffer();
    }

    /** The same memory as bytes, in the machine's order. */
    public ByteBuffer bytes(long offset, long length) {
        if (length == 0) {
            return ByteBuffer.allocate(0);
        }
        try (NDArray part = view(offset, length)) {
            return JniUtils.getByteBuffer((PtNDArray) part, true).order(ByteOrder.nativeOrder());
        }
    }
}
