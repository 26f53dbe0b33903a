package org.quern.mtp;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.quern.pretrain.kernel.Scope;
import org.quern.pretrain.model.BatchTensors;
import org.quern.pretrain.model.Model;
import org.quern.pretrain.model.ParameterBuffer;
import org.quern.pretrain.model.TokenBatch;
import org.quern.pretrain.model.Trunk;
import org.quern.pretrain.model.VocabularyHead;
import org.quern.pretrain.train.LossSums;
import org.quern.pretrain.train.LossTerm;
import org.quern.pretrain.train.Objective;

/**
 * The losses of MTP layers one behind the other, by which all but the first learn. What is before the second takes only
 * its forward pass: there is no way back through the trunk.
 */
final class MtpChain implements Objective {
    private final Model model;
    private final Trunk trunk;
    private final List<MtpLayer> layers = new ArrayList<>();
    private final List<VocabularyHead> heads = new ArrayList<>();
    private final List<Term> terms = new ArrayList<>();

    /**
     * The chain of a model whose trunk, embedding, head and first MTP layer are frozen.
     *
     * @param every losses are taken over every n-th target, in turn
     */
    MtpChain(Model model, int every) {
        this.model = model;
        this.trunk = new Trunk(model);
        for (int i = 0; i < model.config().numNextnPredictLayers(); i++) {
            layers.add(new MtpLayer(model, i));
            heads.add(new VocabularyHead(model, MtpLayer.finalNorm(i)));
            terms.add(new Term(i, every));
        }
    }

    /**
     * The mean over one layer's targets, called mtp1, mtp2, ...
     *
     * @param layer counted from 0
     * @param every losses are taken over every n-th target, in turn
     */
    private record Term(int layer, int every) implements LossTerm {
        @Override
        public String name() {
            return "mtp" + (layer + 1);
        }

        @Override
        public TokenBatch.Targets targets(TokenBatch batch, long step) {
            return batch.targets(layer + 2).every(every, (int) (step % every));
        }

        @Override
        public double weight(long step) {
            return layer == 0 ? 0 : 1;
        }
    }

    @Override
    public List<Term> terms() {
        return terms;
    }

    @Override
    public void learn(
            TokenBatch batch, int microbatch, long step, LossSums sums, ParameterBuffer gradients, LongConsumer ready) {
        try (Scope scope = Scope.open("micro-batch")) {
            BatchTensors tensors = new BatchTensors(scope, model.kernels(), model.config(), batch, model.isBf16());
            List<MtpLayer.Pass> passes = forward(scope, batch, tensors);
            NDArray d = zeros(scope, batch);
            for (int i = layers.size() - 1; i > 0; i--) {
                TokenBatch.Targets targets = terms.get(i).targets(batch, step);
                if (targets.rows().length > 0) {
                    NDArray losses = heads.get(i).learn(scope, output(passes, i), targets, sums.scale(i), d, gradients);
                    sums.add(i, losses.toFloatArray(), targets, batch);
                }
                NDArray before = zeros(scope, batch);
                layers.get(i).backward(d, passes.get(i), before, gradients, tensors);
                d = before;
            }
            addFirst(scope, output(passes, 0), batch, step, sums);
        }
        ready.accept(0);
    }

    private List<MtpLayer.Pass> forward(Scope scope, TokenBatch batch, BatchTensors tensors) {
        NDArray hidden = trunk.hidden(scope, tensors).get(model.config().numHiddenLayers());
        List<MtpLayer.Pass> passes = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            NDArray next = scope.longs(batch.next(i + 1), batch.numRows(), batch.contextLength());
            passes.add(layers.get(i).forward(scope, hidden, next, tensors));
            hidden = output(passes, i);
        }
        return passes;
    }

    /** The first layer's loss, to see the others beside it. */
    private void addFirst(Scope scope, NDArray output, TokenBatch batch, long step, LossSums sums) {
        TokenBatch.Targets targets = terms.get(0).targets(batch, step);
        if (targets.rows().length > 0) {
            NDArray losses = heads.get(0).losses(scope, output, targets);
            sums.add(0, losses.toFloatArray(), targets, batch);
        }
    }

    private static NDArray output(List<MtpLayer.Pass> passes, int layer) {
        return passes.get(layer).inner().output();
    }

    private NDArray zeros(Scope scope, TokenBatch batch) {
        return scope.zeros(
                batch.numRows(), batch.contextLength(), model.config().hiddenSize());
    }
}
