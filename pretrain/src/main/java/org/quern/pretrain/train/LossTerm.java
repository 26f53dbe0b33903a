package org.quern.pretrain.train;

import org.quern.pretrain.model.TokenBatch;

/**
 * One term of an {@link Objective}: a mean of cross-entropies over its targets, times a weight. It lives as long as a
 * stage and a model.
 */
public interface LossTerm {
    /** Its name in the metrics: {@code loss}, {@code mtp}, {@code exit2}. */
    String name();

    /** What its mean is taken over; must depend on the batch and the step alone. */
    TokenBatch.Targets targets(TokenBatch batch, long step);

    /** Its weight in a step of this stage. */
    double weight(long step);
}
