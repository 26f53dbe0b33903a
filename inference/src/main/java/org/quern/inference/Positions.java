package org.quern.inference;

import java.util.Arrays;
import org.quern.pretrain.kernel.KernelValue;

/**
 * New positions of neighbouring rows of a cache, the same number for each, with what the kernels need to know of them.
 *
 * @param cache which they extend
 * @param firstRow the first of the rows
 * @param lengths for each row, the positions it holds already
 * @param width new positions for each row
 * @param step the kernels' tensors
 */
@SuppressWarnings("ArrayRecordComponent") // Lives for one step and is never compared.
record Positions(KvCache cache, int firstRow, int[] lengths, int width, KernelValue step) implements AutoCloseable {
    /** How many there are, over all rows. */
    int size() {
        return lengths.length * width;
    }

    /**
     * Checks that they lie within the cache: native code would write elsewhere.
     *
     * @return the positions that the longest row holds afterwards
     */
    static int requireRoom(KvCache cache, int firstRow, int[] lengths, int width) {
        int longest = Arrays.stream(lengths).max().orElse(0) + width;
        if (lengths.length == 0 || firstRow < 0 || firstRow + lengths.length > cache.rows()) {
            throw new IllegalArgumentException(String.format(
                    "rows must lie within 0..%d, got %d from %d", cache.rows() - 1, lengths.length, firstRow));
        }
        if (width < 1 || Arrays.stream(lengths).min().orElse(0) < 0 || longest > cache.capacity()) {
            throw new IllegalArgumentException(String.format(
                    "positions must lie within 0..%d, got %d after %s",
                    cache.capacity() - 1, width, Arrays.toString(lengths)));
        }
        return longest;
    }

    @Override
    public void close() {
        step.close();
    }
}
