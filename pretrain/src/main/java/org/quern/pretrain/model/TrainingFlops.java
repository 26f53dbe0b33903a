package org.quern.pretrain.model;

/**
 * The floating-point operations that training on a token takes, as model FLOPs utilisation counts them (PaLM, arXiv
 * 2204.02311, appendix B): those of matrix products only, 2 a weight and token forward, twice that backward.
 *
 * <ul>
 *   <li>A layer: 2 for each weight of q, k, v, o, gate, up and down, and 4 * heads * head_dim for each position that the
 *       token attends to.
 *   <li>The head, of the next token's loss, and of those of MTP and exits where they learn: 2 * vocab_size * hidden_size.
 *   <li>An MTP layer: a layer, and its input's 2 * hidden_size * 2 * hidden_size.
 * </ul>
 *
 * <p>Not counted: embeddings, norms, rotary angles, softmax, the optimizer, and what is computed again to save memory.
 */
public final class TrainingFlops {
    private TrainingFlops() {}

    /**
     * Forward and backward.
     *
     * @param attended positions that a token attends to in the mean: (n + 1) / 2 in a document of n
     * @param heads how often the head runs for a token in the mean: 1, and for each further loss the share of tokens that
     *     it takes
     */
    public static double perToken(ModelConfig config, double attended, double heads) {
        return 3 * forwardPerToken(config, attended, heads);
    }

    /** Forward alone. */
    public static double forwardPerToken(ModelConfig config, double attended, double heads) {
        double hidden = config.hiddenSize();
        double layer = layer(config, attended);
        return config.numHiddenLayers() * layer
                + config.numNextnPredictLayers() * (layer + 4 * hidden * hidden)
                + heads * 2 * hidden * config.vocabSize();
    }

    private static double layer(ModelConfig config, double attended) {
        long weights = DecoderLayer.parameters(config, "").stream()
                .filter(ParameterSpec::isMatrix)
                .mapToLong(ParameterSpec::size)
                .sum();
        return 2.0 * weights + 4.0 * config.numAttentionHeads() * config.headDim() * attended;
    }
}
