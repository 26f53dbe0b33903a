package org.quern.pretrain.checkpoint;

import java.util.List;

/**
 * One tensor in a safetensors file.
 *
 * @param name its name
 * @param dtype {@code F32}, {@code BF16}, {@code F16}, {@code I64}, ...
 * @param shape its dimensions
 * @param begin first byte in the data
 * @param end byte after its last
 */
public record TensorEntry(String name, String dtype, List<Long> shape, long begin, long end) {
    /** Checks that the bytes are as many as type and shape need. */
    public TensorEntry {
        shape = List.copyOf(shape);
        long numbers = 1;
        for (long dimension : shape) {
            if (dimension < 0) {
                throw new IllegalArgumentException("tensor " + name + ": negative dimension in " + shape);
            }
            numbers = Math.multiplyExact(numbers, dimension);
        }
        long bytes = Math.multiplyExact(numbers, bytesOf(name, dtype));
        if (begin < 0 || end - begin != bytes) {
            throw new IllegalArgumentException("tensor %s: %s %s takes %d bytes, but its offsets are %d..%d"
                    .formatted(name, dtype, shape, bytes, begin, end));
        }
    }

    /** How many numbers it holds. */
    public long size() {
        return (end - begin) / bytesOf(name, dtype);
    }

    private static int bytesOf(String name, String dtype) {
        return switch (dtype) {
            case "F64", "I64", "U64" -> 8;
            case "F32", "I32", "U32" -> 4;
            case "F16", "BF16", "I16", "U16" -> 2;
            case "I8", "U8", "BOOL", "F8_E4M3", "F8_E5M2" -> 1;
            default -> throw new IllegalArgumentException("tensor " + name + ": unknown dtype " + dtype);
        };
    }
}
