package org.quern.pretrain.train;

import java.io.Serializable;

/**
 * One stage of the training.
 *
 * @param name of its folder of shards, and of its checkpoint
 * @param tokens positions to train on; 0 for as many as {@code epochs} make
 * @param epochs passes over the stage's rows, where {@code tokens} is 0
 * @param learningRate over the stage
 * @param ropeTheta base of the rotary frequencies
 * @param mtpWeight of the MTP loss
 */
public record StageConfig(
        String name, long tokens, double epochs, LearningRate learningRate, double ropeTheta, double mtpWeight)
        implements Serializable {
    /** Checks the ranges. */
    public StageConfig {
        if (!name.matches("[A-Za-z0-9_-]+")) {
            throw new IllegalArgumentException("stages: a name must be letters, digits, - and _, got '" + name + "'");
        }
        if (tokens < 0 || !(epochs >= 0) || (tokens == 0 && epochs == 0)) {
            throw new IllegalArgumentException(
                    "stages: " + name + " needs tokens or epochs above 0, got " + tokens + " and " + epochs);
        }
        if (!(ropeTheta > 1) || !(mtpWeight >= 0)) {
            throw new IllegalArgumentException("stages: " + name + " needs ropeTheta above 1 and mtpWeight 0 or more, "
                    + "got " + ropeTheta + " and " + mtpWeight);
        }
    }
}
