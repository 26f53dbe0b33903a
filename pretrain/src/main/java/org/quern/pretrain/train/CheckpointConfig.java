package org.quern.pretrain.train;

import java.io.Serializable;

/**
 * When the trainer's state is saved for a restart.
 *
 * @param everySteps how often; a multiple of {@code exchange.localSteps}, if that is not 0
 * @param keep how many of the last are kept: one that turns out to be damaged is passed over for the one before
 * @param keepAtEnd whether they stay beside the models when the training is over
 */
public record CheckpointConfig(int everySteps, int keep, boolean keepAtEnd) implements Serializable {
    /** Checks the ranges. */
    public CheckpointConfig {
        if (everySteps < 1 || keep < 1) {
            throw new IllegalArgumentException(
                    "checkpoints: everySteps and keep must be 1 or more, got " + everySteps + " and " + keep);
        }
    }
}
