package org.quern.mtp;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.List;
import org.quern.pretrain.kernel.KernelSource;
import org.quern.pretrain.kernel.KernelValue;
import org.quern.pretrain.kernel.Scope;
import org.quern.pretrain.model.BatchTensors;
import org.quern.pretrain.model.DecoderLayer;
import org.quern.pretrain.model.Model;
import org.quern.pretrain.model.ModelConfig;
import org.quern.pretrain.model.ParameterBuffer;
import org.quern.pretrain.model.ParameterSpec;

/**
 * MiMo-7B's MTP layer: from the trunk's state h_i, before its final norm, and the next token t_{i+1}, the state that
 * predicts t_{i+2}. A layer behind it, counted k from 0, takes in place of h_i the state x_i of the layer before, and in
 * place of the next token t_{i+1+k}; it predicts t_{i+2+k}.
 *
 * <pre>
 * x = input_proj(concat[hidden_layernorm(h_i), token_layernorm(E(t_{i+1}))])
 * x = x + attention(input_layernorm(x));  x = x + mlp(post_attention_layernorm(x))
 * logits = lm_head(final_layernorm(x))
 * </pre>
 *
 * <p>Embedding and head are the trunk's. At the last k + 1 positions of a document there is no such token: what comes out
 * there has no meaning, and no position before them attends to it.
 */
public final class MtpLayer {
    private final Model model;
    private final DecoderLayer inner;
    private final List<String> inputNames;
    private final Model.Cast inputWeights;
    private final Model.Cast innerWeights;

    /** The kernels of the layer's input. */
    public static KernelSource kernels() {
        return KernelSource.resource(MtpLayer.class, "mtp.py");
    }

    /** How the names of a layer's parameters begin. */
    public static String prefix(int layer) {
        return "model.mtp_layers." + layer + ".";
    }

    /** The name of the norm between the layer and the head. */
    public static String finalNorm(int layer) {
        return prefix(layer) + "final_layernorm.weight";
    }

    /** The parameters of all MTP layers of a model, under MiMo's names. */
    public static List<ParameterSpec> parameters(ModelConfig config) {
        List<ParameterSpec> specs = new ArrayList<>();
        for (int i = 0; i < config.numNextnPredictLayers(); i++) {
            specs.addAll(parameters(config, i));
        }
        return specs;
    }

    /** The parameters of one layer, in the kernels' order. */
    public static List<ParameterSpec> parameters(ModelConfig config, int layer) {
        List<ParameterSpec> specs = new ArrayList<>(inputParameters(config, layer));
        specs.addAll(DecoderLayer.parameters(config, prefix(layer)));
        specs.add(ParameterSpec.norm(finalNorm(layer), config.hiddenSize()));
        return specs;
    }

    private static List<ParameterSpec> inputParameters(ModelConfig config, int layer) {
        int hidden = config.hiddenSize();
        return List.of(
                ParameterSpec.norm(prefix(layer) + "hidden_layernorm.weight", hidden),
                ParameterSpec.norm(prefix(layer) + "token_layernorm.weight", hidden),
                ParameterSpec.matrix(prefix(layer) + "input_proj.weight", hidden, 2 * hidden, 0.02));
    }

    /** A layer of a model that was loaded with {@link #kernels()} and {@link #parameters}. */
    public MtpLayer(Model model, int layer) {
        this.model = model;
        this.inner = new DecoderLayer(model.config(), model.kernels(), prefix(layer));
        this.inputNames = inputParameters(model.config(), layer).stream()
                .map(ParameterSpec::name)
                .toList();
        this.inputWeights = model.cast(inputNames);
        this.innerWeights = model.cast(inner.names());
    }

    /**
     * A forward pass.
     *
     * @param next [B, T] the token that the layer takes at each position
     * @param input what the input's kernel saved
     * @param inner of the decoder layer; its output is the state before the final norm
     */
    public record Pass(NDArray next, KernelValue input, DecoderLayer.Pass inner) {}

    /**
     * Runs the layer over whole rows.
     *
     * @param hidden [B, T, H], the state of the trunk or of the layer before
     * @param next [B, T] int64, the token that the layer takes at each position; any token where there is none
     */
    public Pass forward(Scope step, NDArray hidden, NDArray next, BatchTensors batch) {
        int width = model.config().hiddenSize();
        Scope.require("hidden", hidden, DataType.FLOAT32, batch.numRows(), batch.contextLength(), width);
        Scope.require("next", next, DataType.INT64, batch.numRows(), batch.contextLength());
        try (KernelValue result = model.kernels()
                .call(
                        step,
                        "mtp_input",
                        hidden,
                        next,
                        model.weight(Model.EMBEDDING),
                        inputWeights.value(),
                        model.config().rmsNormEps())) {
            List<KernelValue> parts = result.parts();
            try (KernelValue x = parts.get(0)) {
                return new Pass(next, parts.get(1), inner.forward(step, x.array(), innerWeights.value(), batch));
            }
        }
    }

    /**
     * Runs the way back.
     *
     * @param d the gradient of the pass's output; changed in place
     * @param dHidden [B, T, H], to which the gradient of {@code hidden} is added
     * @param gradients to which the parameters' are added, with the embedding's unless it is frozen
     */
    public void backward(NDArray d, Pass pass, NDArray dHidden, ParameterBuffer gradients, BatchTensors batch) {
        inner.backward(d, pass.inner(), innerWeights.value(), gradients, batch);
        model.kernels()
                .run(
                        "mtp_input_backward",
                        d,
                        pass.next(),
                        pass.input(),
                        inputWeights.value(),
                        gradients.views(inputNames),
                        dHidden,
                        gradients.viewOrEmpty(Model.EMBEDDING));
        pass.input().close();
    }
}
