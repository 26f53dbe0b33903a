package org.quern.pretrain.train;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.quern.pretrain.kernel.Scope;
import org.quern.pretrain.model.BatchTensors;

/**
 * Positions that leave at an exit layer in training as tokens do in decoding: each one with the same probability, at any of
 * the exits alike. Their next token is predicted from there, and the layers above learn to attend to what they leave behind.
 * Without it, upper layers meet such keys and values for the first time when decoding.
 *
 * @param share the probability
 * @param exits the exit layers, counted from 1
 * @param numLayers how many layers the others go through
 * @param seed of the stage's choices
 */
record PositionExits(double share, List<Integer> exits, int numLayers, long seed) {
    /** Beside the choices of {@link LayerDropout}, which are the layers' numbers. */
    private static final int CHOICE = -1;

    /** Those of a stage. */
    static PositionExits of(StageConfig stage, PretrainConfig config) {
        return new PositionExits(
                config.layerSkip().positionExits(),
                config.model().exitLayers(),
                config.model().config(1, 1, stage.ropeTheta()).numHiddenLayers(),
                SkipRandom.seed(stage, config));
    }

    /** Where the positions of a micro-batch leave, [B, T]; empty if none ever does. */
    Optional<NDArray> draw(Scope scope, BatchTensors batch, long step, int microbatch) {
        if (share == 0) {
            return Optional.empty();
        }
        long[] layers = draw(step, microbatch, batch.numRows() * batch.contextLength());
        return Optional.of(scope.longs(layers, batch.numRows(), batch.contextLength()));
    }

    /** After how many layers each of some positions leaves. */
    long[] draw(long step, int microbatch, int positions) {
        RandomGenerator random = SkipRandom.at(seed, step, microbatch, CHOICE);
        long[] layers = new long[positions];
        for (int i = 0; i < positions; i++) {
            layers[i] = random.nextDouble() < share ? exits.get(random.nextInt(exits.size())) : numLayers;
        }
        return layers;
    }
}
