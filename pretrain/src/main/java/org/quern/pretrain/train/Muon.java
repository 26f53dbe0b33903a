package org.quern.pretrain.train;

import ai.djl.ndarray.NDArray;
import org.quern.pretrain.kernel.KernelSource;
import org.quern.pretrain.kernel.Kernels;
import org.quern.pretrain.model.Model;
import org.quern.pretrain.model.ParameterSpec;

/**
 * Muon's update of hidden matrices (K. Jordan, 2024): with momentum .95 and Nesterov's look ahead, the update is the
 * momentum orthogonalised by five Newton-Schulz steps, times sqrt(max(1, rows / columns)). Tensors that the model stacks
 * into one matrix, such as q, k and v, are orthogonalised apart.
 */
final class Muon {
    private static final double MOMENTUM = 0.95;

    private final Kernels kernels;
    private final double decay;
    private final boolean bf16;

    /**
     * Muon over kernels that hold {@link #source()}.
     *
     * @param decay decoupled weight decay
     * @param bf16 whether the steps run in bf16
     */
    Muon(Kernels kernels, double decay, boolean bf16) {
        this.kernels = kernels;
        this.decay = decay;
        this.bf16 = bf16;
    }

    /** Its kernels. */
    static KernelSource source() {
        return KernelSource.resource(Muon.class, "muon.py");
    }

    /** Whether a parameter is Muon's: a matrix between the embedding and the head. */
    static boolean takes(ParameterSpec spec) {
        return spec.isMatrix()
                && !spec.name().equals(Model.EMBEDDING)
                && !spec.name().equals(Model.HEAD);
    }

    /**
     * Updates a matrix.
     *
     * @param weights [rows, columns]
     * @param gradient of the same shape
     * @param momentum of the same shape
     * @param rate the learning rate
     * @param divisor of the gradient
     */
    void update(ParameterSpec spec, NDArray weights, NDArray gradient, NDArray momentum, double rate, NDArray divisor) {
        long[] parts = spec.parts().stream().mapToLong(ParameterSpec.Part::rows).toArray();
        kernels.run("muon", weights, gradient, momentum, parts, rate, MOMENTUM, decay, divisor, bf16);
    }
}
