package org.quern.pretrain.train;

import ai.djl.ndarray.NDArray;
import org.quern.pretrain.kernel.Scope;
import org.quern.pretrain.model.HiddenGradients;
import org.quern.pretrain.model.Model;
import org.quern.pretrain.model.ParameterBuffer;
import org.quern.pretrain.model.TokenBatch;
import org.quern.pretrain.model.Trunk;
import org.quern.pretrain.model.VocabularyHead;

/** The main loss: each position predicts the token after it, in its document. */
final class NextTokenLoss implements TrunkLossTerm {
    private final VocabularyHead head;
    private final int numLayers;

    NextTokenLoss(Model model, double zWeight) {
        head = new VocabularyHead(model, Model.FINAL_NORM, zWeight);
        numLayers = model.config().numHiddenLayers();
    }

    @Override
    public String name() {
        return "loss";
    }

    @Override
    public TokenBatch.Targets targets(TokenBatch batch, long step) {
        return batch.targets(1);
    }

    @Override
    public double weight(long step) {
        return 1;
    }

    @Override
    public NDArray learn(
            Scope step,
            TokenBatch batch,
            Trunk.Pass pass,
            TokenBatch.Targets targets,
            double scale,
            HiddenGradients d,
            ParameterBuffer gradients) {
        return head.learn(step, pass.last(), targets, scale, d.at(numLayers), gradients);
    }
}
