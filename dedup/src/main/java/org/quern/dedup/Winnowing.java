package org.quern.dedup;

/**
 * Robust winnowing (Schleimer, Wilkerson and Aiken 2003, section 5.1): of each {@code width} fingerprints in a row the
 * smallest is selected; among equal ones the one selected before, else the last. Wherever the same {@code width} fingerprints
 * stand, the same value is selected, and about 2 of {@code width + 1} places are.
 */
final class Winnowing {
    private final long[] last;
    private long count;
    private long selected = -1;

    Winnowing(int width) {
        last = new long[width];
    }

    /** Takes in a fingerprint and says whether another place is selected now; never before {@code width} came. */
    boolean add(long fingerprint) {
        last[slot(count)] = fingerprint;
        count++;
        if (count < last.length) {
            return false;
        }
        long before = selected;
        if (selected < count - last.length) {
            selected = lastSmallest();
        } else if (fingerprint < value()) {
            selected = count - 1;
        }
        return selected != before;
    }

    /** The selected fingerprint. */
    long value() {
        return last[slot(selected)];
    }

    private long lastSmallest() {
        long smallest = count - last.length;
        for (long i = smallest + 1; i < count; i++) {
            if (last[slot(i)] <= last[slot(smallest)]) {
                smallest = i;
            }
        }
        return smallest;
    }

    private int slot(long index) {
        return (int) (index % last.length);
    }
}
