package org.quern.pretrain.model;

import java.util.List;

/**
 * One parameter: a matrix or a vector, which a checkpoint may hold as several tensors stacked by rows.
 *
 * @param name how the model calls it
 * @param rows its first dimension
 * @param columns its second, or 0 for a vector
 * @param init standard deviation of its first values; for norm weights, which start at 1, negative
 * @param parts the checkpoint's tensors, in order
 */
public record ParameterSpec(String name, int rows, int columns, double init, List<Part> parts) {
    /**
     * One tensor of a checkpoint.
     *
     * @param name its HF name
     * @param rows how many rows of the parameter it holds
     */
    public record Part(String name, int rows) {}

    /** Checks that the parts fill the parameter. */
    public ParameterSpec {
        parts = List.copyOf(parts);
        if (parts.stream().mapToInt(Part::rows).sum() != rows) {
            throw new IllegalArgumentException("parts of " + name + " must fill " + rows + " rows, got " + parts);
        }
    }

    /** A matrix under its HF name, first values normal with a standard deviation. */
    public static ParameterSpec matrix(String name, int rows, int columns, double std) {
        return new ParameterSpec(name, rows, columns, std, List.of(new Part(name, rows)));
    }

    /** The weight of a norm: ones at first. */
    public static ParameterSpec norm(String name, int width) {
        return new ParameterSpec(name, width, 0, -1, List.of(new Part(name, width)));
    }

    /** How many numbers it has. */
    public long size() {
        return (long) rows * (isMatrix() ? columns : 1);
    }

    /** Whether it is a matrix: matrices decay and are cast for products, vectors do neither. */
    public boolean isMatrix() {
        return columns > 0;
    }

    /** The shape of some of its rows. */
    public long[] shape(int numRows) {
        return isMatrix() ? new long[] {numRows, columns} : new long[] {numRows};
    }
}
