package org.quern.pretrain.train;

import java.io.Serializable;

/**
 * What is left out in training so that a model learns to leave early: LayerSkip's layers (arXiv 2404.16710), and the upper
 * layers of single positions. All off by default.
 *
 * @param layerDropout the probability with which the last layer is left out of a micro-batch; layers before it less
 * @param positionExits the share of positions that leave at one of the exit layers, see {@link PositionExits}
 * @param rotateExits whether the exit layers take turns, one a step
 * @param exitWarmupSteps of the first stage, over which the exits' weight rises from 0
 */
public record LayerSkipConfig(double layerDropout, double positionExits, boolean rotateExits, int exitWarmupSteps)
        implements Serializable {
    /** No dropout, all exits, no warm-up. */
    public static final LayerSkipConfig NONE = new LayerSkipConfig(0, 0, false, 0);

    /** Checks the ranges. */
    public LayerSkipConfig {
        if (!(layerDropout >= 0 && layerDropout < 1)) {
            throw new IllegalArgumentException("layerSkip: layerDropout must lie in [0, 1), got " + layerDropout);
        }
        if (!(positionExits >= 0 && positionExits < 1)) {
            throw new IllegalArgumentException("layerSkip: positionExits must lie in [0, 1), got " + positionExits);
        }
        if (exitWarmupSteps < 0) {
            throw new IllegalArgumentException("layerSkip: exitWarmupSteps must be 0 or more, got " + exitWarmupSteps);
        }
    }
}
