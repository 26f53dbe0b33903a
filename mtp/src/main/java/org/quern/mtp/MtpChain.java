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
 * The losses of MTP layers one behind the other, by which all but the first learn; a single layer learns all by itself.
 * Beyond the last layer, that layer goes on from its own output. What does not learn takes only its forward pass: there is
 * no way back through the trunk.
 */
final class MtpChain implements Objective {
    private final Model model;
    private final Trunk trunk;
    private final int frozen;
    private final List<MtpLayer> layers = new ArrayList<>();
    private final List<VocabularyHead> heads = new ArrayList<>();
    private final List<Term> terms = new ArrayList<>();

    /**
     * The chain of a model whose trunk, embedding and head are frozen.
     *
     * @param depth links of the chain, as many as there are layers or more
     * @param every losses are taken over every n-th target, in turn
     */
    MtpChain(Model model, int depth, int every) {
        this.model = model;
        this.trunk = new Trunk(model);
        int numLayers = model.config().numNextnPredictLayers();
        this.frozen = frozen(numLayers);
        for (int i = 0; i < depth; i++) {
            int layer = Math.min(i, numLayers - 1);
            layers.add(i == layer ? new MtpLayer(model, layer) : layers.get(layer));
            heads.add(i == layer ? new VocabularyHead(model, MtpLayer.finalNorm(layer)) : heads.get(layer));
            terms.add(new Term(i, every, i >= frozen));
        }
    }

    /** How many of a model's MTP layers, the first or none, do not learn. */
    static int frozen(int layers) {
        return layers > 1 ? 1 : 0;
    }

    /**
     * The mean over one link's targets, called mtp1, mtp2, ...
     *
     * @param link counted from 0
     * @param every losses are taken over every n-th target, in turn
     * @param learns whether the loss counts, or is there to be seen
     */
    private record Term(int link, int every, boolean learns) implements LossTerm {
        @Override
        public String name() {
            return "mtp" + (link + 1);
        }

        @Override
        public TokenBatch.Targets targets(TokenBatch batch, long step) {
            return batch.targets(link + 2).every(every, (int) (step % every));
        }

        @Override
        public double weight(long step) {
            return learns ? 1 : 0;
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
            for (int i = layers.size() - 1; i >= frozen; i--) {
                TokenBatch.Targets targets = terms.get(i).targets(batch, step);
                if (targets.rows().length > 0) {
                    NDArray losses = heads.get(i).learn(scope, output(passes, i), targets, sums.scale(i), d, gradients);
                    sums.add(i, losses.toFloatArray(), targets, batch);
                }
                NDArray before = zeros(scope, batch);
                layers.get(i).backward(d, passes.get(i), before, gradients, tensors);
                d = before;
            }
            for (int i = 0; i < frozen; i++) {
                observe(scope, i, output(passes, i), batch, step, sums);
            }
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

    /** The loss of a link that does not learn, to see the others beside it. */
    private void observe(Scope scope, int link, NDArray output, TokenBatch batch, long step, LossSums sums) {
        TokenBatch.Targets targets = terms.get(link).targets(batch, step);
        if (targets.rows().length > 0) {
            NDArray losses = heads.get(link).losses(scope, output, targets);
            sums.add(link, losses.toFloatArray(), targets, batch);
        }
    }

    private static NDArray output(List<MtpLayer.Pass> passes, int link) {
        return passes.get(link).inner().output();
    }

    private NDArray zeros(Scope scope, TokenBatch batch) {
        return scope.zeros(
                batch.numRows(), batch.contextLength(), model.config().hiddenSize());
    }
}
