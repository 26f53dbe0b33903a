package org.quern.tokenizer;

import java.util.Arrays;

/** A list of ints that grows. */
final class IntList {

    private int[] values = new int[4];
    private int size;

    void add(int value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, Math.multiplyExact(size, 2));
        }
        values[size++] = value;
    }

    /** Appends a value unless it is the last one already. */
    void addOnce(int value) {
        if (size == 0 || values[size - 1] != value) {
            add(value);
        }
    }

    int get(int index) {
        return values[index];
    }

    int size() {
        return size;
    }
}
