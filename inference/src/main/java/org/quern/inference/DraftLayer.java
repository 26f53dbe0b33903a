package org.quern.inference;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.quern.pretrain.kernel.KernelValue;
import org.quern.pretrain.kernel.Kernels;
import org.quern.pretrain.kernel.Scope;
import org.quern.pretrain.model.ModelConfig;

/**
 * An MTP layer with the kernels that draft. It takes states, of the trunk's last layer or of the MTP layer before, before the
 * final norm, and the tokens that follow what those have seen.
 *
 * @param index of the layer
 * @param weights from its input to its final norm, and the trunk's head and embedding
 * @param fill what its cache alone needs of the layer inside
 */
record DraftLayer(
        ModelConfig config, Kernels kernels, int index, KernelValue weights, KernelValue fill, KernelValue rotary) {

    /**
     * What a layer put out that went on from its own output.
     *
     * @param states behind the last link, a row for each sequence
     * @param logits [N, V] of those
     * @param best the most probable tokens, link after link
     */
    @SuppressWarnings("ArrayRecordComponent") // Lives for one pass and is never compared.
    record Chain(KernelValue states, NDArray logits, long[] best) {}

    /** Its output, from which {@link #logits} come; its cache learns the positions. */
    KernelValue run(Scope step, KvCache cache, KernelValue hidden, long[] next, Rows rows) {
        return call("draft_layer", step, cache, hidden, next, rows);
    }

    /**
     * Goes on from its own output and its own most probable tokens.
     *
     * @param hidden a row for each sequence
     * @param rows for each sequence as many positions as there are to be links
     */
    Chain goOn(Scope step, KvCache cache, KernelValue hidden, long[] next, Rows rows) {
        List<KernelValue> parts =
                call("draft_chain", step, cache, hidden, next, rows).parts();
        return new Chain(
                parts.get(0), parts.get(1).array(), parts.get(2).array().toLongArray());
    }

    private KernelValue call(String kernel, Scope step, KvCache cache, KernelValue hidden, long[] next, Rows rows) {
        return kernels.call(
                step,
                kernel,
                hidden,
                DecodingModel.tokens(step, next, config),
                weights,
                rotary,
                cache.value(),
                rows.step(),
                inCache(),
                cache.pages(),
                config.numAttentionHeads(),
                config.numKeyValueHeads(),
                config.rmsNormEps());
    }

    /** Gives its cache what {@link #run} would, without computing its output. */
    void fill(Scope step, KvCache cache, KernelValue hidden, long[] next, long[] positions, long[] slots) {
        kernels.run(
                "fill_draft",
                hidden,
                DecodingModel.tokens(step, next, config),
                weights,
                fill,
                cache.value(),
                rotary,
                step.longs(positions, positions.length),
                step.longs(slots, slots.length),
                inCache(),
                cache.pages(),
                config.numKeyValueHeads(),
                config.rmsNormEps());
    }

    /** Logits [N, V] of what {@link #run} returned. */
    NDArray logits(Scope step, KernelValue output) {
        return kernels.array(step, "draft_logits", output, weights, rotary, config.rmsNormEps());
    }

    private int inCache() {
        return config.numHiddenLayers() + index;
    }
}
