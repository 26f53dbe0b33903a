package org.quern.pretrain.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.quern.pretrain.kernel.Scope;

/** A number for each number of a model, fp32, in one flat array with a view for each parameter. */
public final class ParameterBuffer {
    private static final RandomGeneratorFactory<RandomGenerator> RANDOM = RandomGeneratorFactory.of("L64X128MixRandom");

    private final ParameterLayout layout;
    private final FlatArray flat;
    private final NDArray none;
    private final Map<String, NDArray> views = new LinkedHashMap<>();

    private ParameterBuffer(ParameterLayout layout, FlatArray flat) {
        this.layout = layout;
        this.flat = flat;
        this.none = flat.view(0, 0);
        for (ParameterLayout.Slot slot : layout.slots()) {
            ParameterSpec spec = slot.spec();
            views.put(spec.name(), slice(slot.offset(), spec.size()).reshape(new Shape(spec.shape(spec.rows()))));
        }
    }

    /** A buffer of zeros. */
    public static ParameterBuffer zeros(Scope owner, ParameterLayout layout) {
        return new ParameterBuffer(layout, FlatArray.zeros(owner, layout.size()));
    }

    /** A buffer of {@link #randomize} weights. */
    public static ParameterBuffer random(Scope owner, ParameterLayout layout, long seed) {
        ParameterBuffer buffer = zeros(owner, layout);
        buffer.randomize(seed);
        return buffer;
    }

    /** Puts a model's first weights here: a function of the seed and of each parameter's name. */
    public void randomize(long seed) {
        for (ParameterLayout.Slot slot : layout.slots()) {
            ParameterSpec spec = slot.spec();
            FloatBuffer values = memory(slot.offset(), spec.size());
            RandomGenerator random =
                    RANDOM.create(seed * 0x9E3779B97F4A7C15L + spec.name().hashCode());
            while (values.hasRemaining()) {
                values.put(spec.init() < 0 ? 1 : (float) (random.nextGaussian() * spec.init()));
            }
        }
    }

    /** The whole buffer. */
    public NDArray flat() {
        return flat.array();
    }

    /** A view of some of its numbers. */
    public NDArray slice(long offset, long length) {
        return flat.view(offset, length);
    }

    /** The memory of some of its numbers itself: what is put there is in the buffer. */
    public FloatBuffer memory(long offset, long length) {
        return flat.memory(offset, length);
    }

    /** The memory of a slice. */
    public FloatBuffer memory(Slice slice) {
        return flat.memory(slice.offset(), slice.length());
    }

    /** The memory of a slice as bytes, in the machine's order. */
    public ByteBuffer bytes(Slice slice) {
        return flat.bytes(slice.offset(), slice.length());
    }

    /** A view of one parameter, in its shape. */
    public NDArray view(String name) {
        NDArray view = views.get(name);
        if (view == null) {
            throw new IllegalArgumentException("no parameter " + name + " among " + views.keySet());
        }
        return view;
    }

    /** The same; an empty array where there is no such parameter: a frozen weight has no gradient. */
    public NDArray viewOrEmpty(String name) {
        return layout.has(name) ? view(name) : none;
    }

    /** Views of parameters, in the order of their names here. */
    public List<NDArray> views(List<String> names) {
        List<NDArray> found = new ArrayList<>();
        names.forEach(name -> found.add(view(name)));
        return found;
    }

    /** Where each number belongs. */
    public ParameterLayout layout() {
        return layout;
    }
}
