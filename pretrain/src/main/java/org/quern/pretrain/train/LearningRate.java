package org.quern.pretrain.train;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;

/**
 * A stage's learning rate over the share of its tokens that are done, from 0 to 1: linear warm-up from 0, constant, then
 * a decay to the end. Cosine decays as MiMo's do; warm-up, stable, decay (WSD, arXiv 2404.06395) ends in a shorter
 * {@code linear} or {@code sqrt} one (arXiv 2405.18392).
 *
 * @param peak after warm-up
 * @param end at the stage's end
 * @param warmup fraction of the stage's tokens that warms up
 * @param constantUntil fraction of the stage's tokens at which the decay begins
 * @param decay its shape: {@code cosine}, {@code linear} or {@code sqrt}, which is 1 - sqrt;
 *     cosine where none is given
 */
public record LearningRate(double peak, double end, double warmup, double constantUntil, String decay)
        implements Serializable {
    static final String COSINE = "cosine";
    static final String LINEAR = "linear";
    static final String SQRT = "sqrt";

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
        // Files may leave it out.
        decay = Objects.requireNonNullElse(decay, COSINE);
        if (!List.of(COSINE, LINEAR, SQRT).contains(decay)) {
            throw new IllegalArgumentException(
                    "learningRate: decay must be cosine, linear or sqrt, got '" + decay + "'");
        }
    }

    /** One that decays in a cosine. */
    static LearningRate cosine(double peak, double end, double warmup, double constantUntil) {
        return new LearningRate(peak, end, warmup, constantUntil, COSINE);
    }

    /** The rate at a progress. */
    double at(double progress) {
        if (progress < warmup) {
            return peak * progress / warmup;
        } else if (progress <= constantUntil) {
            return peak;
        }
        return end + (peak - end) * left((progress - constantUntil) / (1 - constantUntil));
    }

    /** How much of the way down is left, from 1 to 0, along the decay. */
    private double left(double along) {
        return switch (decay) {
            case LINEAR -> 1 - along;
            case SQRT -> 1 - Math.sqrt(along);
            default -> 0.5 * (1 + StrictMath.cos(Math.PI * along));
        };
    }
}
