package org.quern.pretrain.model;

import java.io.Serializable;
import java.util.List;

/**
 * The shape of a model, as HF's {@code config.json} states it.
 *
 * @param vocabSize rows of the embedding
 * @param hiddenSize width of the residual stream
 * @param intermediateSize width inside the MLP
 * @param numHiddenLayers decoder layers
 * @param numAttentionHeads query heads
 * @param numKeyValueHeads key-value heads; divides the query heads
 * @param headDim width of a head; even
 * @param maxPositionEmbeddings the longest context it was trained for
 * @param rmsNormEps added to the mean square
 * @param ropeTheta base of the rotary frequencies
 * @param attentionBias whether q, k and v have biases
 * @param tieWordEmbeddings whether the head is the embedding
 * @param numNextnPredictLayers MTP layers
 * @param exitLayers layers after which a trained early exit may leave, counted from 1; ascending, below
 *     {@code numHiddenLayers}
 */
public record ModelConfig(
        int vocabSize,
        int hiddenSize,
        int intermediateSize,
        int numHiddenLayers,
        int numAttentionHeads,
        int numKeyValueHeads,
        int headDim,
        int maxPositionEmbeddings,
        double rmsNormEps,
        double ropeTheta,
        boolean attentionBias,
        boolean tieWordEmbeddings,
        int numNextnPredictLayers,
        List<Integer> exitLayers)
        implements Serializable {

    /** Checks that the sizes fit one another. */
    public ModelConfig {
        atLeastOne("vocab_size", vocabSize);
        atLeastOne("hidden_size", hiddenSize);
        atLeastOne("intermediate_size", intermediateSize);
        atLeastOne("num_hidden_layers", numHiddenLayers);
        atLeastOne("num_attention_heads", numAttentionHeads);
        atLeastOne("num_key_value_heads", numKeyValueHeads);
        atLeastOne("max_position_embeddings", maxPositionEmbeddings);
        require(
                numAttentionHeads % numKeyValueHeads == 0,
                "num_attention_heads must be a multiple of num_key_value_heads, got " + numAttentionHeads + " and "
                        + numKeyValueHeads);
        require(headDim > 0 && headDim % 2 == 0, "head_dim must be even and positive, got " + headDim);
        require(rmsNormEps > 0, "rms_norm_eps must be positive, got " + rmsNormEps);
        require(ropeTheta > 1, "rope_theta must be above 1, got " + ropeTheta);
        require(numNextnPredictLayers >= 0, "num_nextn_predict_layers must be 0 or more, got " + numNextnPredictLayers);
        exitLayers = List.copyOf(exitLayers);
        int previous = 0;
        for (int exit : exitLayers) {
            require(
                    exit > previous && exit < numHiddenLayers,
                    "exit_layers must ascend within 1.." + (numHiddenLayers - 1) + ", got " + exitLayers);
            previous = exit;
        }
    }

    /** The same model with another base of its rotary frequencies and another longest context. */
    public ModelConfig withContext(int positions, double base) {
        return with(numHiddenLayers, positions, base, numNextnPredictLayers, exitLayers);
    }

    /** The same model with another number of MTP layers. */
    public ModelConfig withMtpLayers(int layers) {
        return with(numHiddenLayers, maxPositionEmbeddings, ropeTheta, layers, exitLayers);
    }

    /** The same model with another number of layers, and exits among them. */
    public ModelConfig withLayers(int layers, List<Integer> exits) {
        return with(layers, maxPositionEmbeddings, ropeTheta, numNextnPredictLayers, exits);
    }

    private ModelConfig with(int layers, int positions, double base, int mtpLayers, List<Integer> exits) {
        return new ModelConfig(
                vocabSize,
                hiddenSize,
                intermediateSize,
                layers,
                numAttentionHeads,
                numKeyValueHeads,
                headDim,
                positions,
                rmsNormEps,
                base,
                attentionBias,
                tieWordEmbeddings,
                mtpLayers,
                exits);
    }

    private static void atLeastOne(String name, int value) {
        require(value > 0, name + " must be 1 or more, got " + value);
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
