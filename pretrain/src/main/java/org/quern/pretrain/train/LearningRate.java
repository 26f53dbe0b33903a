package org.quern.pretrain.train;

import java.io.Serializable;

/**
 * A stage's learning rate over its progress from 0 to 1: linear warm-up from 0, constant, then a cosine to the end.
 *
 * @param peak after warm-up
 * @param end at the stage's end
 * @param warmup fraction of the stage that warms up
 * @param constantUntil fraction of the stage at which the cosine begins
 */
public record LearningRate(double peak, double end, double warmup, double constantUntil) implements Serializable {
    /** Checks the ranges. */
    public LearningRate {
        if (!(peak > 0) || !(end >= 0)) {
            throw new IllegalArgumentException(
                    "learningRate: peak must be above 0 and end 0 or more, got " + peak + " and " + end);
        }
        if (!(warmup >= 0 && warmup <= constantUntil && constantUntil <= 1)) {
            throw new IllegalArgumentException("learningRate: 0 <= warmup <= constantUntil <= 1 must hold, got "
                    + warmup + " and " + constantUntil);
        }
    }

    /** The rate at a progress. */
    double at(double progress) {
        if (progress < warmup) {
            return peak * progress / warmup;
        } else if (progress <= constantUntil) {
            return peak;
        }
        double along = (progress - constantUntil) / (1 - constantUntil);
        return end + (peak - end) * 0.5 * (1 + StrictMath.cos(Math.PI * along));
    }
}
