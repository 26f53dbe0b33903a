package org.quern.pretrain.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where each parameter lies in one flat buffer: the matrices, which decay, before the vectors, which do not. One buffer
 * makes an optimizer step, a gradient norm or an exchange one operation.
 *
 * <p>Matrices come in the order in which a forward pass uses them, so on the way back their gradients are final from the
 * end of the matrices on down; those of the vectors all at once, when the way back is over.
 */
public final class ParameterLayout {
    private final Map<String, Slot> slots = new LinkedHashMap<>();
    private final long decayed;
    private final long size;

    /**
     * A parameter and where it begins.
     *
     * @param spec the parameter
     * @param offset of its first number in the buffer
     */
    public record Slot(ParameterSpec spec, long offset) {}

    /** Lays parameters out in the order given, matrices first. */
    public ParameterLayout(List<ParameterSpec> specs) {
        List<ParameterSpec> ordered =
                new ArrayList<>(specs.stream().filter(ParameterSpec::isMatrix).toList());
        ordered.addAll(specs.stream().filter(spec -> !spec.isMatrix()).toList());
        long offset = 0;
        for (ParameterSpec spec : ordered) {
            if (slots.put(spec.name(), new Slot(spec, offset)) != null) {
                throw new IllegalArgumentException("two parameters are called " + spec.name());
            }
            offset += spec.size();
        }
        size = offset;
        decayed = ordered.stream()
                .filter(ParameterSpec::isMatrix)
                .mapToLong(ParameterSpec::size)
                .sum();
    }

    /** The parameters in the order of the buffer. */
    public List<Slot> slots() {
        return List.copyOf(slots.values());
    }

    /** Where a parameter lies. */
    public Slot slot(String name) {
        Slot slot = slots.get(name);
        if (slot == null) {
            throw new IllegalArgumentException("no parameter " + name + " among " + slots.keySet());
        }
        return slot;
    }

    /** How many numbers at the front belong to matrices. */
    public long decayed() {
        return decayed;
    }

    /**
     * Slices that fill the buffer, in the order in which their gradients become final: the matrices from the last down,
     * then the vectors. Each is wholly of matrices or wholly of vectors.
     *
     * @param length of a slice at most
     */
    public List<Slice> buckets(int length) {
        List<Slice> buckets = new ArrayList<>();
        for (long end = decayed; end > 0; end -= length) {
            long begin = Math.max(0, end - length);
            buckets.add(new Slice(begin, (int) (end - begin)));
        }
        for (long begin = decayed; begin < size; begin += length) {
            buckets.add(new Slice(begin, (int) Math.min(length, size - begin)));
        }
        return buckets;
    }

    /** How many numbers there are. */
    public long size() {
        return size;
    }
}
