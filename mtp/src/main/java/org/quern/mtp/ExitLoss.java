package org.quern.mtp;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.quern.pretrain.kernel.Scope;
import org.quern.pretrain.model.HiddenGradients;
import org.quern.pretrain.model.Model;
import org.quern.pretrain.model.ParameterBuffer;
import org.quern.pretrain.model.TokenBatch;
import org.quern.pretrain.model.Trunk;
import org.quern.pretrain.model.VocabularyHead;
import org.quern.pretrain.train.LayerSkipConfig;
import org.quern.pretrain.train.LossTermFactory;
import org.quern.pretrain.train.PretrainConfig;
import org.quern.pretrain.train.StageConfig;
import org.quern.pretrain.train.TrunkLossTerm;

/**
 * The next token's loss at each exit layer, through the final norm and the head that the last layer uses, so that a
 * model can answer early. Taken over every n-th target, a different residue each step: the head over the vocabulary is
 * what an exit costs. The exits may take turns, and their weight may rise from 0: {@link LayerSkipConfig}.
 */
public final class ExitLoss implements LossTermFactory {
    @Override
    public List<TrunkLossTerm> terms(Model model, StageConfig stage, PretrainConfig config) {
        if (config.exitWeight() == 0) {
            return List.of();
        }
        boolean first = config.stages().indexOf(stage) == 0;
        int warmup = first ? config.layerSkip().exitWarmupSteps() : 0;
        return config.model().exitLayers().stream()
                .<TrunkLossTerm>map(layer -> new Term(model, layer, config, warmup))
                .toList();
    }

    private static final class Term implements TrunkLossTerm {
        private final VocabularyHead head;
        private final int layer;
        private final double weight;
        private final int every;
        private final int warmup;
        private final int turn;
        private final int turns;

        Term(Model model, int layer, PretrainConfig config, int warmup) {
            this.head = new VocabularyHead(model, Model.FINAL_NORM);
            this.layer = layer;
            this.weight = config.exitWeight();
            this.every = config.exitEvery();
            this.warmup = warmup;
            List<Integer> exits = config.model().exitLayers();
            this.turns = config.layerSkip().rotateExits() ? exits.size() : 1;
            this.turn = exits.indexOf(layer) % turns;
        }

        @Override
        public String name() {
            return "exit" + layer;
        }

        @Override
        public TokenBatch.Targets targets(TokenBatch batch, long step) {
            if (step % turns != turn) {
                return new TokenBatch.Targets(new long[0], new long[0]);
            }
            return batch.targets(1).every(every, (int) ((step / turns + layer) % every));
        }

        @Override
        public double weight(long step) {
            return weight * Math.min(1, (step + 1.0) / Math.max(1, warmup));
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
            return head.learn(step, pass.after(layer), targets, scale, d.at(layer), gradients);
        }
    }
}
