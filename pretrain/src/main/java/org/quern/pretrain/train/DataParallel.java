package org.quern.pretrain.train;

import java.util.List;
import org.quern.pretrain.checkpoint.StateTensor;
import org.quern.pretrain.collective.LostRankException;
import org.quern.pretrain.model.TokenBatch;

/** How ranks that compute on different batches come to the same weights. All ranks call the same methods in step. */
interface DataParallel {
    /** Computes this rank's share of a step's gradients, of the batches of all ranks. */
    LossSums accumulate(GradientStep step, List<TokenBatch> batches, long number);

    /**
     * Ends the gradients' way between ranks.
     *
     * @param totals replaced by their sums over all ranks
     * @return the norm of the gradients
     */
    double reduce(float[] totals) throws LostRankException;

    /**
     * Updates the weights.
     *
     * @param update its number, counted from 1 over the whole training
     * @param rate the learning rate
     */
    void update(long update, double rate) throws LostRankException;

    /**
     * Makes the weights equal on all ranks, where updates do not; must come before a checkpoint.
     */
    void synchronize() throws LostRankException;

    /** What this rank's share of a checkpoint holds. */
    List<StateTensor> saved();

    /** What it needs of a checkpoint, to be filled. */
    List<StateTensor> loaded();

    /** Forgets all updates. */
    void reset();
}
