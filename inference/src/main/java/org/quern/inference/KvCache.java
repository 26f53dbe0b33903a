package org.quern.inference;

import org.quern.pretrain.kernel.KernelValue;

/**
 * Keys and values of positions in pages of 16, which sequences take as they grow and give back as they end. A sequence's
 * page holds the same positions in every layer.
 *
 * @param value the kernels' tensor
 * @param pages of each layer, page 0, which is nobody's, included
 * @param bytes of memory
 */
record KvCache(KernelValue value, int pages, long bytes, PagePool pool) implements AutoCloseable {
    /** Positions in a page. */
    static final int PAGE = 16;

    /** How many pages hold so many positions. */
    static int pagesFor(int positions) {
        return (positions + PAGE - 1) / PAGE;
    }

    @Override
    public void close() {
        value.close();
    }
}
