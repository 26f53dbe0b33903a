package org.quern.pretrain.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

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

    /** Whether a parameter lies here. */
    public boolean has(String name) {
        return slots.containsKey(name);
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
        return buckets(length, spec -> true);
    }

    /** The same of the parameters that are wanted alone. */
    public List<Slice> buckets(int length, Predicate<ParameterSpec> wanted) {
        List<Slice> buckets = new ArrayList<>();
        long end = decayed;
        List<Slot> ordered = slots();
        for (int i = ordered.size() - 1; i >= 0; i--) {
            Slot slot = ordered.get(i);
            if (slot.spec().isMatrix() && !wanted.test(slot.spec())) {
                addDownwards(slot.offset() + slot.spec().size(), end, length, buckets);
                end = slot.offset();
            }
        }
        addDownwards(0, end, length, buckets);
        long begin = decayed;
        for (Slot slot : ordered) {
            if (!slot.spec().isMatrix() && !wanted.test(slot.spec())) {
                addUpwards(begin, slot.offset(), length, buckets);
                begin = slot.offset() + slot.spec().size();
            }
        }
        addUpwards(begin, size, length, buckets);
        return buckets;
    }

    private static void addDownwards(long begin, long end, int length, List<Slice> buckets) {
        for (long to = end; to > begin; to -= length) {
            long from = Math.max(begin, to - length);
            buckets.add(new Slice(from, (int) (to - from)));
        }
    }

    private static void addUpwards(long begin, long end, int length, List<Slice> buckets) {
        for (long from = begin; from < end; from += length) {
            buckets.add(new Slice(from, (int) Math.min(length, end - from)));
        }
    }

    /** How many numbers there are. */
    public long size() {
        return size;
    }
}
