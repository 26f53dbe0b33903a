package org.quern.inference;

import org.quern.pretrain.kernel.KernelValue;

/**
 * Keys and values of all layers, the MTP layer's last, for some rows of a fixed number of positions.
 *
 * @param value the kernels' list: one tensor [rows * capacity, 2 * key-value heads, head width] a layer
 * @param rows sequences it has room for
 * @param capacity positions a row has room for
 */
record KvCache(KernelValue value, int rows, int capacity) implements AutoCloseable {
    @Override
    public void close() {
        value.close();
    }
}
