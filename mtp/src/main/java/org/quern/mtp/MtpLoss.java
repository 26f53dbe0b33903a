package org.quern.mtp;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.quern.pretrain.kernel.KernelSource;
import org.quern.pretrain.kernel.Scope;
import org.quern.pretrain.model.HiddenGradients;
import org.quern.pretrain.model.Model;
import org.quern.pretrain.model.ModelConfig;
import org.quern.pretrain.model.ParameterBuffer;
import org.quern.pretrain.model.ParameterSpec;
import org.quern.pretrain.model.TokenBatch;
import org.quern.pretrain.model.Trunk;
import org.quern.pretrain.model.VocabularyHead;
import org.quern.pretrain.train.LossTermFactory;
import org.quern.pretrain.train.PretrainConfig;
import org.quern.pretrain.train.StageConfig;
import org.quern.pretrain.train.TrunkLossTerm;

/** The first MTP layer's loss: position i predicts t_{i+2}, where that lies in the same document. */
public final class MtpLoss implements LossTermFactory {
    private static final int DISTANCE = 2;

    @Override
    public KernelSource kernels() {
        return MtpLayer.kernels();
    }

    @Override
    public List<ParameterSpec> parameters(ModelConfig config) {
        return MtpLayer.parameters(config);
    }

    @Override
    public List<TrunkLossTerm> terms(Model model, StageConfig stage, PretrainConfig config) {
        return config.model().mtpLayers() == 0
                ? List.of()
                : List.of(new Term(model, stage.mtpWeight(), config.mtpEvery()));
    }

    private static final class Term implements TrunkLossTerm {
        private final Model model;
        private final MtpLayer layer;
        private final VocabularyHead head;
        private final double weight;
        private final int every;

        Term(Model model, double weight, int every) {
            this.model = model;
            this.layer = new MtpLayer(model, 0);
            this.head = new VocabularyHead(model, MtpLayer.finalNorm(0));
            this.weight = weight;
            this.every = every;
        }

        @Override
        public String name() {
            return "mtp";
        }

        @Override
        public TokenBatch.Targets targets(TokenBatch batch, long step) {
            return batch.targets(DISTANCE).every(every, (int) (step % every));
        }

        @Override
        public double weight(long step) {
            return weight;
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
            NDArray next = step.longs(batch.next(1), batch.numRows(), batch.contextLength());
            MtpLayer.Pass own = layer.forward(step, pass.last(), next, pass.batch());
            NDArray output = own.inner().output();
            NDArray flowing = step.zeros(output.getShape().getShape());
            NDArray losses = head.learn(step, output, targets, scale, flowing, gradients);
            layer.backward(flowing, own, d.at(model.config().numHiddenLayers()), gradients, pass.batch());
            return losses;
        }
    }
}
