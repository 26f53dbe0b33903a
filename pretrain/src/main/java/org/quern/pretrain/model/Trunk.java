package org.quern.pretrain.model;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.quern.pretrain.kernel.KernelValue;
import org.quern.pretrain.kernel.Scope;

/** The embedding and the decoder's layers, up to but without the final norm. */
public final class Trunk {
    private final Model model;
    private final boolean recompute;
    private final List<DecoderLayer> layers = new ArrayList<>();
    private final List<Model.Cast> casts = new ArrayList<>();

    /** The trunk of a model, which keeps what the way back needs. */
    public Trunk(Model model) {
        this(model, false);
    }

    /**
     * The trunk of a model.
     *
     * @param recompute whether a pass keeps only each layer's input, and {@link #backward} runs each layer again
     */
    public Trunk(Model model, boolean recompute) {
        this.model = model;
        this.recompute = recompute;
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
     * @param hidden L + 1 arrays [B, T, H]: the embedding's output, then each layer's; where a layer was left out, the
     *     array before it again
     * @param passes what layers saved, by their number from 0
     * @param skips what was left out
     */
    public record Pass(BatchTensors batch, List<NDArray> hidden, Map<Integer, DecoderLayer.Pass> passes, Skips skips) {
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
        return forward(step, batch, Skips.NONE);
    }

    /**
     * Runs layers and keeps what {@link #backward} needs.
     *
     * @param skips what to leave out
     */
    public Pass forward(Scope step, BatchTensors batch, Skips skips) {
        return run(step, batch, skips, !recompute);
    }

    /** Runs all layers and keeps only the hidden states. */
    public List<NDArray> hidden(Scope step, BatchTensors batch) {
        return run(step, batch, Skips.NONE, false).hidden();
    }

    private Pass run(Scope step, BatchTensors batch, Skips skips, boolean keep) {
        NDArray x = model.kernels().array(step, "embed", batch.tokens(), model.weight(Model.EMBEDDING));
        List<NDArray> hidden = new ArrayList<>(List.of(x));
        Map<Integer, DecoderLayer.Pass> passes = new HashMap<>();
        for (int i = 0; i < layers.size(); i++) {
            if (!skips.layers().test(i)) {
                DecoderLayer.Pass pass =
                        layers.get(i).forward(step, x, casts.get(i).value(), batch);
                if (skips.exits().isPresent()) {
                    model.kernels()
                            .run("restore_left", pass.output(), x, skips.exits().get(), i);
                }
                x = pass.output();
                if (keep) {
                    passes.put(i, pass);
                } else {
                    pass.saved().close();
                }
            }
            hidden.add(x);
        }
        return new Pass(batch, hidden, passes, skips);
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
            if (pass.after(i + 1) != pass.after(i)) {
                backward(i, flowing, pass, gradients);
            }
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

    private void backward(int layer, NDArray d, Pass pass, ParameterBuffer gradients) {
        DecoderLayer decoder = layers.get(layer);
        KernelValue weights = casts.get(layer).value();
        try (Scope again = Scope.open("recomputed layer")) {
            DecoderLayer.Pass own = recompute
                    ? decoder.forward(again, pass.after(layer), weights, pass.batch())
                    : Objects.requireNonNull(pass.passes().get(layer));
            Optional<NDArray> past =
                    pass.skips().exits().map(exits -> model.kernels().array(again, "take_left", d, exits, layer));
            decoder.backward(d, own, weights, gradients, pass.batch());
            past.ifPresent(d::addi);
        }
    }
}
