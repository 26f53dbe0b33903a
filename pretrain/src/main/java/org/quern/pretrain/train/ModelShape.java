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
        List<Integer> exitLayers)
        implements Serializable {
    /** Checks the ranges, those of the model with them. */
    public ModelShape {
        exitLayers = List.copyOf(exitLayers);
        if (mtpLayers < 0 || mtpLayers > 1) {
            throw new IllegalArgumentException("model: mtpLayers must be 0 or 1, got " + mtpLayers);
        }
        if (headDim == 0 && (numHeads < 1 || hiddenSize % numHeads != 0)) {
            throw new IllegalArgumentException("model: hiddenSize must be a multiple of numHeads where headDim is 0, "
                    + "got " + hiddenSize + " and " + numHeads);
        }
    }

    /** The whole config of the model. */
    public ModelConfig config(int vocabSize, int contextLength, double ropeTheta) {
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
