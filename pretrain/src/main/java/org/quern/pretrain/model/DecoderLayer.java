package org.quern.pretrain.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.List;
import org.quern.pretrain.kernel.KernelValue;
import org.quern.pretrain.kernel.Kernels;
import org.quern.pretrain.kernel.Scope;

/**
 * One layer: {@code x += attention(input_layernorm(x)); x += mlp(post_attention_layernorm(x))}. The trunk's layers and
 * the MTP layers' inner layer are this one, under different prefixes.
 *
 * <p>The parameters' order is the kernels' (see {@code decoder.py}): q, k and v are one matrix here, and gate and up.
 */
public final class DecoderLayer {
    private final ModelConfig config;
    private final Kernels kernels;
    private final List<String> names;

    /** A layer whose parameters' names begin with a prefix such as {@code model.layers.0.}. */
    public DecoderLayer(ModelConfig config, Kernels kernels, String prefix) {
        this.config = config;
        this.kernels = kernels;
        this.names =
                parameters(config, prefix).stream().map(ParameterSpec::name).toList();
    }

    /** The parameters of a layer, in the kernels' order. Without attention bias the third is empty. */
    public static List<ParameterSpec> parameters(ModelConfig config, String prefix) {
        int hidden = config.hiddenSize();
        int queries = config.numAttentionHeads() * config.headDim();
        int keys = config.numKeyValueHeads() * config.headDim();
        int biases = config.attentionBias() ? 1 : 0;
        int inner = config.intermediateSize();
        double std = 0.02;
        // Outputs into the residual stream start smaller, as in GPT-2: their sum over the depth keeps its size.
        double residual = std / Math.sqrt(2.0 * config.numHiddenLayers());
        String attention = prefix + "self_attn.";
        String mlp = prefix + "mlp.";
        return List.of(
                ParameterSpec.norm(prefix + "input_layernorm.weight", hidden),
                new ParameterSpec(
                        attention + "qkv_proj.weight",
                        queries + 2 * keys,
                        hidden,
                        std,
                        qkv(attention, "weight", queries, keys)),
                new ParameterSpec(
                        attention + "qkv_proj.bias",
                        (queries + 2 * keys) * biases,
                        0,
                        0,
                        qkv(attention, "bias", queries * biases, keys * biases)),
                ParameterSpec.matrix(attentionOutput(prefix), hidden, queries, residual),
                ParameterSpec.norm(prefix + "post_attention_layernorm.weight", hidden),
                new ParameterSpec(
                        mlp + "gate_up_proj.weight",
                        2 * inner,
                        hidden,
                        std,
                        List.of(
                                new ParameterSpec.Part(mlp + "gate_proj.weight", inner),
                                new ParameterSpec.Part(mlp + "up_proj.weight", inner))),
                ParameterSpec.matrix(mlpOutput(prefix), hidden, inner, residual));
    }

    /** The parameters whose products are added to the residual stream: where they are zero, a layer changes nothing. */
    public static List<String> outputs(String prefix) {
        return List.of(attentionOutput(prefix), mlpOutput(prefix));
    }

    private static String attentionOutput(String prefix) {
        return prefix + "self_attn.o_proj.weight";
    }

    private static String mlpOutput(String prefix) {
        return prefix + "mlp.down_proj.weight";
    }

    private static List<ParameterSpec.Part> qkv(String prefix, String kind, int queries, int keys) {
        return List.of(
                new ParameterSpec.Part(prefix + "q_proj." + kind, queries),
                new ParameterSpec.Part(prefix + "k_proj." + kind, keys),
                new ParameterSpec.Part(prefix + "v_proj." + kind, keys));
    }

    /** The names of its parameters, in the kernels' order. */
    public List<String> names() {
        return names;
    }

    /**
     * What a forward pass leaves.
     *
     * @param output [B, T, H]
     * @param saved what the backward pass needs
     */
    public record Pass(NDArray output, KernelValue saved) {}

    /**
     * Runs the layer.
     *
     * @param step owner of the results
     * @param x [B, T, H], fp32
     * @param weights its parameters, cast
     * @param batch the batch's rotary angles and documents
     */
    public Pass forward(Scope step, NDArray x, KernelValue weights, BatchTensors batch) {
        Scope.require("x", x, DataType.FLOAT32, batch.numRows(), batch.contextLength(), config.hiddenSize());
        try (KernelValue result = kernels.call(
                step,
                "layer_forward",
                x,
                weights,
                batch.angles(),
                batch.documents(),
                config.numAttentionHeads(),
                config.numKeyValueHeads(),
                config.rmsNormEps())) {
            List<KernelValue> parts = result.parts();
            try (KernelValue output = parts.get(0)) {
                return new Pass(output.array(), parts.get(1));
            }
        }
    }

    /**
     * Runs the layer's backward pass and forgets what was saved.
     *
     * @param d the gradient of the output, which becomes that of the input
     * @param gradients to which the parameters' gradients are added
     */
    public void backward(NDArray d, Pass pass, KernelValue weights, ParameterBuffer gradients, BatchTensors batch) {
        Scope.require("d", d, DataType.FLOAT32, batch.numRows(), batch.contextLength(), config.hiddenSize());
        kernels.run(
                "layer_backward",
                d,
                pass.saved(),
                weights,
                gradients.views(names),
                batch.angles(),
                batch.documents(),
                config.numAttentionHeads(),
                config.numKeyValueHeads());
        pass.saved().close();
    }
}
