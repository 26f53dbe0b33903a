package org.quern.pretrain.model;

import ai.djl.ndarray.NDArray;
import java.util.HashMap;
import java.util.Map;
import org.quern.pretrain.kernel.Scope;

/** What the losses' gradients with respect to the trunk's hidden states sum up to. */
public final class HiddenGradients {
    private final Scope step;
    private final long[] shape;
    private final Map<Integer, NDArray> byLayer = new HashMap<>();

    /** No gradients yet, for states [B, T, H]. */
    public HiddenGradients(Scope step, BatchTensors batch, ModelConfig config) {
        this.step = step;
        this.shape = new long[] {batch.numRows(), batch.contextLength(), config.hiddenSize()};
    }

    /** The sum at a layer's output, to add to in place. */
    public NDArray at(int layer) {
        return byLayer.computeIfAbsent(layer, unused -> step.zeros(shape));
    }

    /** Whether anything was added at a layer's output. */
    public boolean has(int layer) {
        return byLayer.containsKey(layer);
    }
}
