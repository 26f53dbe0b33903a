package org.quern.pretrain.train;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.quern.pretrain.kernel.Scope;
import org.quern.pretrain.model.BatchTensors;
import org.quern.pretrain.model.HiddenGradients;
import org.quern.pretrain.model.Model;
import org.quern.pretrain.model.ParameterBuffer;
import org.quern.pretrain.model.TokenBatch;
import org.quern.pretrain.model.Trunk;

/** All losses' gradients over the micro-batches of a step. */
public final class GradientStep {
    private final Model model;
    private final Trunk trunk;
    private final List<LossTerm> terms;
    private final List<String> domains;
    private final LayerDropout dropout;

    /** Steps of a stage: next-token prediction and the factories' losses. */
    public GradientStep(Model model, List<LossTermFactory> factories, StageConfig stage, PretrainConfig config) {
        this(model, factories, stage, config, List.of());
    }

    /** The same, whose next-token loss is told by domain too. */
    GradientStep(
            Model model,
            List<LossTermFactory> factories,
            StageConfig stage,
            PretrainConfig config,
            List<String> domains) {
        this.domains = domains;
        this.model = model;
        this.trunk = new Trunk(model, config.recomputesLayers());
        this.dropout = LayerDropout.of(stage, config);
        List<LossTerm> all = new ArrayList<>();
        all.add(new NextTokenLoss(model, config.zLossWeight()));
        factories.forEach(factory -> all.addAll(factory.terms(model, stage, config)));
        this.terms = List.copyOf(all);
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
        long[] counts = new long[terms.size()];
        for (TokenBatch batch : batches) {
            for (int t = 0; t < counts.length; t++) {
                counts[t] += terms.get(t).targets(batch, step).rows().length;
            }
        }
        LossSums sums = new LossSums(terms, domains, counts, step);
        model.kernels().run("clear", gradients.flat());
        for (int m = rank; m < batches.size(); m += ranks) {
            boolean last = m + ranks >= batches.size();
            accumulate(batches.get(m), m, step, sums, gradients, last ? ready : offset -> {});
        }
        if (rank >= batches.size()) {
            ready.accept(0);
        }
        return sums;
    }

    private void accumulate(
            TokenBatch batch, int microbatch, long step, LossSums sums, ParameterBuffer gradients, LongConsumer ready) {
        try (Scope scope = Scope.open("micro-batch")) {
            BatchTensors tensors = new BatchTensors(scope, model.kernels(), model.config(), batch, model.isBf16());
            Trunk.Pass pass = trunk.forward(scope, tensors, layer -> dropout.drops(step, microbatch, layer));
            HiddenGradients d = new HiddenGradients(scope, tensors, model.config());
            for (int t = 0; t < terms.size(); t++) {
                TokenBatch.Targets targets = terms.get(t).targets(batch, step);
                if (targets.rows().length > 0) {
                    float[] losses = terms.get(t)
                            .learn(scope, batch, pass, targets, sums.scale(t), d, gradients)
                            .toFloatArray();
                    sums.add(t, losses, targets, batch);
                }
            }
            trunk.backward(pass, d, gradients, ready);
        }
    }
}
