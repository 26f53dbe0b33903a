package org.quern.pretrain.train;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.quern.pretrain.checkpoint.StateTensor;
import org.quern.pretrain.kernel.Kernels;
import org.quern.pretrain.kernel.Scope;
import org.quern.pretrain.model.FlatArray;
import org.quern.pretrain.model.ParameterBuffer;
import org.quern.pretrain.model.ParameterLayout;
import org.quern.pretrain.model.Slice;

/**
 * The optimizer: AdamW as PyTorch's fused one computes it, after a clip by the global norm. It updates some slices of the
 * weights, or all, and holds moments for no others. Not thread-safe.
 */
public final class AdamW {
    private final Kernels kernels;
    private final OptimizerConfig config;
    private final ParameterLayout layout;
    private final List<Slice> slices;
    private final FlatArray firstMoments;
    private final FlatArray secondMoments;

    /** An optimizer of all weights before its first update. */
    public AdamW(Scope owner, Kernels kernels, OptimizerConfig config, ParameterLayout layout) {
        this(owner, kernels, config, layout, layout.buckets(Integer.MAX_VALUE));
    }

    /**
     * An optimizer of some weights before its first update.
     *
     * @param owner of the moments, two numbers a weight
     * @param slices each wholly of matrices or wholly of vectors
     */
    public AdamW(Scope owner, Kernels kernels, OptimizerConfig config, ParameterLayout layout, List<Slice> slices) {
        this.kernels = kernels;
        this.config = config;
        this.layout = layout;
        this.slices = List.copyOf(slices);
        long size = slices.stream().mapToLong(Slice::length).sum();
        this.firstMoments = FlatArray.zeros(owner, size);
        this.secondMoments = FlatArray.zeros(owner, size);
    }

    /** The norm of the slices' gradients together. */
    public double gradientNorm(Scope step, ParameterBuffer gradients) {
        double squares = 0;
        for (Slice slice : slices) {
            try (NDArray g = gradients.slice(slice.offset(), slice.length())) {
                double norm = kernels.array(step, "gradient_norm", g).getFloat();
                squares += norm * norm;
            }
        }
        return Math.sqrt(squares);
    }

    /**
     * Updates its slices of the weights.
     *
     * @param norm of all gradients
     * @param update its number, counted from 1 over the whole training
     * @param rate the learning rate
     */
    public void update(
            Scope step, ParameterBuffer weights, ParameterBuffer gradients, double norm, long update, double rate) {
        update(step, weights, gradients, norm, update, rate, slice -> {});
    }

    /** The same; tells of each slice as soon as it is up to date. */
    void update(
            Scope step,
            ParameterBuffer weights,
            ParameterBuffer gradients,
            double norm,
            long update,
            double rate,
            Consumer<Slice> updated) {
        NDArray divisors = divisor(step, norm, config);
        long at = 0;
        for (Slice slice : slices) {
            try (NDArray w = weights.slice(slice.offset(), slice.length());
                    NDArray g = gradients.slice(slice.offset(), slice.length());
                    NDArray m = firstMoments.view(at, slice.length());
                    NDArray v = secondMoments.view(at, slice.length())) {
                kernels.run(
                        "adamw",
                        List.of(w),
                        List.of(g),
                        List.of(m),
                        List.of(v),
                        update,
                        rate,
                        config.beta1(),
                        config.beta2(),
                        config.epsilon(),
                        slice.offset() < layout.decayed() ? config.weightDecay() : 0,
                        divisors);
            }
            at += slice.length();
            updated.accept(slice);
        }
    }

    /** By what gradients are divided so that their norm is at most the greatest allowed. */
    static NDArray divisor(Scope step, double norm, OptimizerConfig config) {
        double divisor = Math.max(1, (norm + 1e-6) / config.maxGradientNorm());
        return step.floats(new float[] {(float) divisor}, 1);
    }

    /** Forgets all updates. */
    void reset() {
        kernels.run("clear", firstMoments.array());
        kernels.run("clear", secondMoments.array());
    }

    /**
     * Its moments, as a checkpoint holds them.
     *
     * @param suffix of the arrays' names
     */
    List<StateTensor> state(String suffix) {
        List<StateTensor> tensors = new ArrayList<>();
        long at = 0;
        for (Slice slice : slices) {
            long begin = at;
            tensors.add(
                    new StateTensor("first_moments" + suffix, slice, () -> firstMoments.memory(begin, slice.length())));
            tensors.add(new StateTensor(
                    "second_moments" + suffix, slice, () -> secondMoments.memory(begin, slice.length())));
            at += slice.length();
        }
        return tensors;
    }
}
