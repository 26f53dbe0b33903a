package org.quern.pretrain.train;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

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
    private static final RandomGeneratorFactory<RandomGenerator> RANDOM = RandomGeneratorFactory.of("L64X128MixRandom");

    /** That of a stage. */
    static LayerDropout of(StageConfig stage, PretrainConfig config) {
        return new LayerDropout(
                config.layerSkip().layerDropout(),
                config.model().config(1, 1, stage.ropeTheta()).numHiddenLayers(),
                config.seed() * 31 + stage.name().hashCode());
    }

    /** The probability of a layer, counted from 0. */
    double probability(int layer) {
        return numLayers == 1 ? 0 : max * (Math.pow(2, layer / (numLayers - 1.0)) - 1);
    }

    /** Whether a layer is left out of a micro-batch, which is counted over all ranks. */
    boolean drops(long step, int microbatch, int layer) {
        double probability = probability(layer);
        return probability > 0 && uniform(step, microbatch, layer) < probability;
    }

    private double uniform(long step, int microbatch, int layer) {
        long key =
                ((seed * 0x9E3779B97F4A7C15L + step) * 0x9E3779B97F4A7C15L + microbatch) * 0x9E3779B97F4A7C15L + layer;
        return RANDOM.create(key).nextDouble();
    }
}
