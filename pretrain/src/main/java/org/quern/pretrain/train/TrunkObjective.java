package org.quern.pretrain.train;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.quern.pretrain.kernel.Scope;
import org.quern.pretrain.model.BatchTensors;
import org.quern.pretrain.model.HiddenGradients;
import org.quern.pretrain.model.Model;
import org.quern.pretrain.model.ParameterBuffer;
import org.quern.pretrain.model.Skips;
import org.quern.pretrain.model.TokenBatch;
import org.quern.pretrain.model.Trunk;

/** Next-token prediction and the factories' losses, by which all weights learn. */
final class TrunkObjective implements Objective {
    private final Model model;
    private final Trunk trunk;
    private final List<TrunkLossTerm> terms;
    private final LayerDropout dropout;
    private final PositionExits exits;

    TrunkObjective(Model model, List<LossTermFactory> factories, StageConfig stage, PretrainConfig config) {
        this.model = model;
        this.trunk = new Trunk(model, config.recomputesLayers());
        this.dropout = LayerDropout.of(stage, config);
        this.exits = PositionExits.of(stage, config);
        List<TrunkLossTerm> all = new ArrayList<>();
        all.add(new NextTokenLoss(model, config.zLossWeight()));
        factories.forEach(factory -> all.addAll(factory.terms(model, stage, config)));
        this.terms = List.copyOf(all);
    }

    @Override
    public List<TrunkLossTerm> terms() {
        return terms;
    }

    @Override
    public void learn(
            TokenBatch batch, int microbatch, long step, LossSums sums, ParameterBuffer gradients, LongConsumer ready) {
        try (Scope scope = Scope.open("micro-batch")) {
            BatchTensors tensors = new BatchTensors(scope, model.kernels(), model.config(), batch, model.isBf16());
            Skips skips = new Skips(
                    layer -> dropout.drops(step, microbatch, layer), exits.draw(scope, tensors, step, microbatch));
            Trunk.Pass pass = trunk.forward(scope, tensors, skips);
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
