package org.quern.pretrain.train;

import java.util.List;
import java.util.function.LongConsumer;
import org.quern.pretrain.kernel.Kernels;
import org.quern.pretrain.model.ParameterBuffer;
import org.quern.pretrain.model.TokenBatch;

/** An objective's gradients over the micro-batches of a step. */
public final class GradientStep {
    private final Kernels kernels;
    private final Objective objective;
    private final List<String> domains;

    /** Steps towards an objective. */
    public GradientStep(Kernels kernels, Objective objective) {
        this(kernels, objective, List.of());
    }

    /** The same, whose first loss is told by domain too. */
    GradientStep(Kernels kernels, Objective objective, List<String> domains) {
        this.kernels = kernels;
        this.objective = objective;
        this.domains = domains;
    }

    /** Computes all of a step's gradients; see the method for one rank's share. */
    public LossSums accumulate(List<TokenBatch> batches, long step, ParameterBuffer gradients) {
        return accumulate(batches, 0, 1, step, gradients, offset -> {});
    }

    /**
     * Computes one rank's share of a step's gradients.
     *
     * @param batches of all ranks: the means are over all of them
     * @param gradients that the share replaces
     * @param step its number in the stage, which losses that take their targets in turn go by
     * @param rank whose share to compute: the batches at rank, rank + ranks, ...
     * @param ready told, on the last batch's way back, from which offset on the gradients of matrices are final; 0 when all
     *     gradients are
     */
    public LossSums accumulate(
            List<TokenBatch> batches, int rank, int ranks, long step, ParameterBuffer gradients, LongConsumer ready) {
        List<? extends LossTerm> terms = objective.terms();
        long[] counts = new long[terms.size()];
        for (TokenBatch batch : batches) {
            for (int t = 0; t < counts.length; t++) {
                counts[t] += terms.get(t).targets(batch, step).rows().length;
            }
        }
        LossSums sums = new LossSums(terms, domains, counts, step);
        kernels.run("clear", gradients.flat());
        for (int m = rank; m < batches.size(); m += ranks) {
            boolean last = m + ranks >= batches.size();
            objective.learn(batches.get(m), m, step, sums, gradients, last ? ready : offset -> {});
        }
        if (rank >= batches.size()) {
            ready.accept(0);
        }
        return sums;
    }
}
