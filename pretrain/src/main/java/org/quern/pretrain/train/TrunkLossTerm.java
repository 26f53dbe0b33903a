package org.quern.pretrain.train;

import ai.djl.ndarray.NDArray;
import org.quern.pretrain.kernel.Scope;
import org.quern.pretrain.model.HiddenGradients;
import org.quern.pretrain.model.ParameterBuffer;
import org.quern.pretrain.model.TokenBatch;
import org.quern.pretrain.model.Trunk;

/** A term over the trunk's hidden states, by which the trunk learns. */
public interface TrunkLossTerm extends LossTerm {
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
