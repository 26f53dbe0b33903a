package org.quern.pretrain.train;

import ai.djl.ndarray.NDArray;
import org.quern.pretrain.kernel.Scope;
import org.quern.pretrain.model.HiddenGradients;
import org.quern.pretrain.model.ParameterBuffer;
import org.quern.pretrain.model.TokenBatch;
import org.quern.pretrain.model.Trunk;

/**
 * One term of the training loss: a mean of cross-entropies over its targets, times a weight. It lives as long as a
 * stage and a model.
 */
public interface LossTerm {
    /** Its name in the metrics: {@code loss}, {@code mtp}, {@code exit2}. */
    String name();

    /** What its mean is taken over; must depend on the batch and the step alone. */
    TokenBatch.Targets targets(TokenBatch batch, long step);

    /** Its weight in a step of this stage. */
    double weight(long step);

    /**
     * Adds its gradients.
     *
     * @param step owner of what this makes
     * @param pass the trunk's forward pass over the batch
     * @param targets {@link #targets} of that batch, at least one
     * @param scale the weight over the step's number of targets: the factor of every gradient
     * @param d to which the gradients of the trunk's hidden states are added
     * @param gradients to which the parameters' are added
     * @return the cross-entropy of each target, [M]
     */
    NDArray learn(
            Scope step,
            TokenBatch batch,
            Trunk.Pass pass,
            TokenBatch.Targets targets,
            double scale,
            HiddenGradients d,
            ParameterBuffer gradients);
}
