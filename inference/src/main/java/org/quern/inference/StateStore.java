package org.quern.inference;

import java.util.List;
import org.quern.pretrain.kernel.KernelValue;
import org.quern.pretrain.kernel.Scope;

/** Hidden states kept from pass to pass: of positions that wait for upper layers, or whose upper caches are not filled yet. */
final class StateStore {
    private final DecodingModel model;
    private final KernelValue value;
    private final int[] free;
    private int numFree;

    StateStore(DecodingModel model, Scope owner, int capacity) {
        this.model = model;
        this.value = model.blank(owner, capacity);
        this.free = new int[capacity];
        for (int i = 0; i < capacity; i++) {
            free[i] = i;
        }
        this.numFree = capacity;
    }

    int numFree() {
        return numFree;
    }

    /** Keeps some rows of a pass's states; returns where. */
    int[] keep(Scope step, KernelValue hidden, List<Integer> rows) {
        int[] kept = new int[rows.size()];
        long[] at = new long[kept.length];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = free[--numFree];
            at[i] = kept[i];
        }
        model.place(step, value, at, hidden, toLongs(rows));
        return kept;
    }

    /** States that were kept, one row each. */
    KernelValue read(Scope step, List<Integer> kept) {
        return model.choose(step, value, toLongs(kept));
    }

    /** Frees the place of a state. */
    void free(int kept) {
        free[numFree++] = kept;
    }

    /** Numbers as kernels take them. */
    static long[] toLongs(List<Integer> numbers) {
        return numbers.stream().mapToLong(Integer::longValue).toArray();
    }
}
