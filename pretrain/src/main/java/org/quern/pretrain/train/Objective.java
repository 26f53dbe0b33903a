package org.quern.pretrain.train;

import java.util.List;
import java.util.function.LongConsumer;
import org.quern.pretrain.model.ParameterBuffer;
import org.quern.pretrain.model.TokenBatch;

/** What a model is trained for in a stage: a weighted sum of mean cross-entropies. */
public interface Objective {
    /** The terms of the sum. Of the first, the mean is also told by domain and watched for outliers. */
    List<? extends LossTerm> terms();

    /**
     * Computes a micro-batch's cross-entropies and gradients.
     *
     * @param microbatch its number in the step, over all ranks
     * @param step its number in the stage
     * @param sums to which the cross-entropies are added, and which tells each term's scale
     * @param gradients to which those of all weights that learn are added
     * @param ready told, as the way back goes on, from which offset on the gradients of matrices are final; 0 when all
     *     gradients are
     */
    void learn(
            TokenBatch batch, int microbatch, long step, LossSums sums, ParameterBuffer gradients, LongConsumer ready);
}
