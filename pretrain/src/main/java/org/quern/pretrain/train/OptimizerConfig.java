package org.quern.pretrain.train;

import java.io.Serializable;
import java.util.List;

/**
 * AdamW, or Muon for the matrices between embedding and head and AdamW for the rest, with a clipped gradient.
 *
 * @param kind {@code adamw} or {@code muon}
 * @param beta1 decay of the first moment
 * @param beta2 decay of the second
 * @param epsilon added to the second's root
 * @param weightDecay of matrices; norms and biases have none
 * @param maxGradientNorm the global norm above which gradients are scaled down
 * @param muonRateFactor Muon's learning rate over AdamW's: its update of a matrix has singular values near 1
 * @param outlierSigmas a step is skipped whose loss or gradient norm lies so many standard deviations above the mean of
 *     the last accepted ones; 0 for only what is not finite
 * @param outlierWindow how many of the last accepted steps of the stage count; half of them must be there
 * @param maxSkippedSteps how many steps in a row may be skipped
 */
public record OptimizerConfig(
        String kind,
        double beta1,
        double beta2,
        double epsilon,
        double weightDecay,
        double maxGradientNorm,
        double muonRateFactor,
        double outlierSigmas,
        int outlierWindow,
        int maxSkippedSteps)
        implements Serializable {
    static final String ADAMW = "adamw";
    static final String MUON = "muon";

    /** Checks the ranges. */
    public OptimizerConfig {
        if (!List.of(ADAMW, MUON).contains(kind) || !(muonRateFactor > 0)) {
            throw new IllegalArgumentException("optimizer: kind must be adamw or muon and muonRateFactor above 0, got '"
                    + kind + "' and " + muonRateFactor);
        }
        if (!(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1)) {
            throw new IllegalArgumentException(
                    "optimizer: beta1 and beta2 must lie in [0, 1), got " + beta1 + " and " + beta2);
        }
        if (!(epsilon > 0) || !(weightDecay >= 0) || !(maxGradientNorm > 0) || maxSkippedSteps < 0) {
            throw new IllegalArgumentException(
                    "optimizer: epsilon and maxGradientNorm must be above 0, weightDecay and "
                            + "maxSkippedSteps 0 or more, got " + epsilon + ", " + maxGradientNorm + ", " + weightDecay
                            + ", "
                            + maxSkippedSteps);
        }
        if (!(outlierSigmas >= 0) || outlierWindow < 4) {
            throw new IllegalArgumentException(
                    "optimizer: outlierSigmas must be 0 (only what is not finite is skipped) or more and outlierWindow 4 or "
                            + "more, got " + outlierSigmas + " and " + outlierWindow);
        }
    }

    /** Whether Muon updates the hidden matrices. */
    boolean isMuon() {
        return kind.equals(MUON);
    }
}
