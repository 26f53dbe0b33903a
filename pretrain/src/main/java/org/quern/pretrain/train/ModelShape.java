package org.quern.pretrain.train;

import java.io.Serializable;
import java.util.List;
import org.quern.pretrain.model.ModelConfig;

/**
 * The model to train; vocabulary, context and RoPE base come from the tokenizer and the stages.
 *
 * @param hiddenSize width of the residual stream
 * @param numLayers decoder layers
 * @param numHeads query heads
 * @param numKvHeads key-value heads
 * @param headDim width of a head; 0 for hiddenSize / numHeads
 * @param intermediateSize width inside the MLP
 * @param tiedHead whether the head is the embedding
 * @param rmsNormEps of the norms
 * @param mtpLayers 0 or 1: MiMo trains one and copies it afterwards
 * @param exitLayers layers with a loss of their own, counted from 1
 * @param depth one dial for all sizes, 1..36: numLayers is the depth and the other sizes follow as {@link #sized} says,
 *     whatever they were; 0 for the sizes as they stand
 */
public record ModelShape(
        int hiddenSize,
        int numLayers,
        int numHeads,
        int numKvHeads,
        int headDim,
        int intermediateSize,
        boolean tiedHead,
        double rmsNormEps,
        int mtpLayers,
        List<Integer> exitLayers,
        int depth)
        implements Serializable {
    private static final int MAX_DEPTH = 36;

    /** Checks the ranges, those of the model with them. */
    public ModelShape {
        exitLayers = List.copyOf(exitLayers);
        if (mtpLayers < 0 || mtpLayers > 1) {
            throw new IllegalArgumentException("model: mtpLayers must be 0 or 1, got " + mtpLayers);
        }
        if (depth < 0 || depth > MAX_DEPTH) {
            throw new IllegalArgumentException("model: depth must lie in 0.." + MAX_DEPTH + ", got " + depth);
        }
        int layers = depth > 0 ? depth : numLayers;
        if (exitLayers.stream().anyMatch(exit -> exit >= layers)) {
            throw new IllegalArgumentException("model: exitLayers must lie below the last of " + layers
                    + " layers, got " + exitLayers + "; set others, or [] for none");
        }
        if (headDim == 0 && (numHeads < 1 || hiddenSize % numHeads != 0)) {
            throw new IllegalArgumentException("model: hiddenSize must be a multiple of numHeads where headDim is 0, "
                    + "got " + hiddenSize + " and " + numHeads);
        }
    }

    /**
     * The shape with its sizes taken from the depth: MiMo-7B's proportions, whose own sizes those of depth 36 are. The
     * width is 1024 / 9 of the depth, rounded to a multiple of 256; the MLP is 43 / 16 as wide; four query heads share a
     * key-value head; a head is 64 wide, and 128 at width 4096. Depth 1 has 0.7 million parameters in its layers, 2 has
     * 1.4, 4 has 11, 8 has 89, 12 has 208, 24 has 2,010 and 36 has 6,380.
     */
    public ModelShape sized() {
        if (depth == 0) {
            return this;
        }
        int width = 256 * Math.max(1, Math.round(depth * 4 / 9f));
        int head = width < 4096 ? 64 : 128;
        int heads = width / head;
        int inner = width * 43 / 16;
        return new ModelShape(
                width, depth, heads, heads / 4, head, inner, tiedHead, rmsNormEps, mtpLayers, exitLayers, 0);
    }

    /** The whole config of the model. */
    public ModelConfig config(int vocabSize, int contextLength, double ropeTheta) {
        if (depth > 0) {
            return sized().config(vocabSize, contextLength, ropeTheta);
        }
        return new ModelConfig(
                vocabSize,
                hiddenSize,
                intermediateSize,
                numLayers,
                numHeads,
                numKvHeads,
                headDim == 0 ? hiddenSize / numHeads : headDim,
                contextLength,
                rmsNormEps,
                ropeTheta,
                true,
                tiedHead,
                mtpLayers,
                exitLayers);
    }
}
