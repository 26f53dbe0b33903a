package org.quern.pretrain.model;

/**
 * Some neighbouring numbers of a flat buffer: few enough for a Java buffer.
 *
 * @param offset of the first
 * @param length how many
 */
public record Slice(long offset, int length) {
    /** Checks the range. */
    public Slice {
        if (offset < 0 || length < 0) {
            throw new IllegalArgumentException("a slice must not be negative, got " + offset + " and " + length);
        }
    }

    /** The index after its last. */
    public long end() {
        return offset + length;
    }
}
