package org.quern.pretrain.train;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.quern.pretrain.kernel.Kernels;
import org.quern.pretrain.kernel.Scope;
import org.quern.pretrain.model.ParameterBuffer;

/** The optimizer: AdamW as PyTorch's fused one computes it, after a clip by the global norm. Not thread-safe. */
public final class AdamW {
    private final Kernels kernels;
    private final OptimizerConfig config;
    private final ParameterBuffer firstMoments;
    private final ParameterBuffer secondMoments;

    /**
     * An optimizer before its first update.
     *
     * @param owner of the moments, two numbers a weight
     */
    public AdamW(Scope owner, Kernels kernels, OptimizerConfig config, ParameterBuffer weights) {
        this.kernels = kernels;
        this.config = config;
        this.firstMoments = ParameterBuffer.zeros(owner, weights.layout());
        this.secondMoments = ParameterBuffer.zeros(owner, weights.layout());
    }

    /** The norm of all gradients together. */
    public double gradientNorm(Scope step, ParameterBuffer gradients) {
        return kernels.array(step, "gradient_norm", gradients.flat()).getFloat();
    }

    /**
     * Updates weights.
     *
     * @param norm {@link #gradientNorm} of the gradients
     * @param update its number, counted from 1 over the whole training
     * @param rate the learning rate
     */
    public void update(
            Scope step, ParameterBuffer weights, ParameterBuffer gradients, double norm, long update, double rate) {
        double divisor = Math.max(1, (norm + 1e-6) / config.maxGradientNorm());
        NDArray divisors = step.floats(new float[] {(float) divisor}, 1);
        long size = weights.layout().size();
        long decayed = weights.layout().decayed();
        update(weights, gradients, 0, decayed, update, rate, config.weightDecay(), divisors);
        update(weights, gradients, decayed, size - decayed, update, rate, 0, divisors);
    }

    private void update(
            ParameterBuffer weights,
            ParameterBuffer gradients,
            long offset,
            long length,
            long update,
            double rate,
            double decay,
            NDArray divisors) {
        try (NDArray w = weights.slice(offset, length);
                NDArray g = gradients.slice(offset, length);
                NDArray m = firstMoments.slice(offset, length);
                NDArray v = secondMoments.slice(offset, length)) {
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
                    decay,
                    divisors);
        }
    }

    ParameterBuffer firstMoments() {
        return firstMoments;
    }

    ParameterBuffer secondMoments() {
        return secondMoments;
    }
}
