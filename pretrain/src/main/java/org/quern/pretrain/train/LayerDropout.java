package org.quern.pretrain.train;

/**
 * LayerSkip's layer dropout (arXiv 2404.16710, section 4.1): in a micro-batch, layer l of 0..L-1 is left out with a
 * probability of {@code max * (2^(l / (L - 1)) - 1)}, from 0 at the first layer to {@code max} at the last, so that early
 * layers learn to answer. What is left out is a function of seed, stage, step and micro-batch, the same on any number of
 * ranks. Nothing is rescaled, as in the paper.
 *
 * @param max the last layer's probability
 * @param numLayers L
 * @param seed of the stage's choices
 */
record LayerDropout(double max, int numLayers, long seed) {
    /** That of a stage. */
    static LayerDropout of(StageConfig stage, PretrainConfig config) {
        return new LayerDropout(
                config.layerSkip().layerDropout(),
                config.model().config(1, 1, stage.ropeTheta()).numHiddenLayers(),
                SkipRandom.seed(stage, config));
    }

    /** The probability of a layer, counted from 0. */
    double probability(int layer) {
        return numLayers == 1 ? 0 : max * (Math.pow(2, layer / (numLayers - 1.0)) - 1);
    }

    /** Whether a layer is left out of a micro-batch, which is counted over all ranks. */
    boolean drops(long step, int microbatch, int layer) {
        double probability = probability(layer);
        return probability > 0 && SkipRandom.at(seed, step, microbatch, layer).nextDouble() < probability;
    }
}
