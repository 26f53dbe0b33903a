package org.quern.pretrain.model;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.quern.pretrain.kernel.Scope;

/** The embedding and the decoder's layers, up to but without the final norm. */
public final class Trunk {
    private final Model model;
    private final List<DecoderLayer> layers = new ArrayList<>();
    private final List<Model.Cast> casts = new ArrayList<>();

    /** The trunk of a model. */
    public Trunk(Model model) {
        this.model = model;
        for (int i = 0; i < model.config().numHiddenLayers(); i++) {
            DecoderLayer layer = new DecoderLayer(model.config(), model.kernels(), Model.layerPrefix(i));
            layers.add(layer);
            casts.add(model.cast(layer.names()));
        }
    }

    /**
     * A forward pass: the hidden states and what the way back needs. After {@link Trunk#backward} only the batch is left.
     *
     * @param batch the tensors all layers share
     * @param hidden L + 1 arrays [B, T, H]: the embedding's output, then each layer's
     * @param passes what each layer saved
     */
    public record Pass(BatchTensors batch, List<NDArray> hidden, List<DecoderLayer.Pass> passes) {
        /** The state after a layer, counted from 1; 0 is the embedding's output. */
        public NDArray after(int layer) {
            return hidden.get(layer);
        }

        /** The state that the final norm takes. */
        public NDArray last() {
            return hidden.get(hidden.size() - 1);
        }
    }

    /** Runs all layers and keeps what {@link #backward} needs. */
    public Pass forward(Scope step, BatchTensors batch) {
        NDArray x = model.kernels()
                .array(step, "embed", batch.tokens(), model.weights().view(Model.EMBEDDING));
        List<NDArray> hidden = new ArrayList<>(List.of(x));
        List<DecoderLayer.Pass> passes = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            DecoderLayer.Pass pass = layers.get(i).forward(step, x, casts.get(i).value(), batch);
            x = pass.output();
            hidden.add(x);
            passes.add(pass);
        }
        return new Pass(batch, hidden, passes);
    }

    /** Runs all layers and keeps only the hidden states. */
    public List<NDArray> hidden(Scope step, BatchTensors batch) {
        Pass pass = forward(step, batch);
        pass.passes().forEach(layer -> layer.saved().close());
        return pass.hidden();
    }

    /**
     * Runs the way back.
     *
     * @param d for each of the pass's hidden states, the gradient that the losses gave it; changed in place
     * @param gradients to which the parameters' gradients are added
     * @param ready told as it goes on the offset in the buffer from which on this pass adds to no more matrix; 0 at the end
     */
    public void backward(Pass pass, HiddenGradients d, ParameterBuffer gradients, LongConsumer ready) {
        NDArray flowing = d.at(layers.size());
        for (int i = layers.size() - 1; i >= 0; i--) {
            layers.get(i).backward(flowing, pass.passes().get(i), casts.get(i).value(), gradients, pass.batch());
            ready.accept(firstMatrix(i, gradients.layout()));
            if (d.has(i)) {
                flowing.addi(d.at(i));
            }
        }
        model.kernels().run("embed_backward", flowing, pass.batch().tokens(), gradients.view(Model.EMBEDDING));
        ready.accept(0);
    }

    private long firstMatrix(int layer, ParameterLayout layout) {
        return layers.get(layer).names().stream()
                .map(layout::slot)
                .filter(slot -> slot.spec().isMatrix())
                .mapToLong(ParameterLayout.Slot::offset)
                .min()
                .orElseThrow();
    }
}
