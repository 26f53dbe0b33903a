package org.quern.inference;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.quern.pretrain.kernel.KernelValue;
import org.quern.pretrain.kernel.Scope;

/** One token for every sequence, from the last layer or from the exit at which the policy leaves. */
final class ExitingIteration implements Iteration {
    private final DecodingModel model;
    private final ExitPolicy policy;

    ExitingIteration(DecodingModel model, ExitPolicy policy) {
        this.model = model;
        this.policy = policy;
    }

    @Override
    public void run(Scope step, KvCache cache, List<Sequence> live, Tally tally) {
        long[] tokens = live.stream().mapToLong(Sequence::pending).toArray();
        Positions positions = Iteration.positions(model, step, cache, live, 1);
        KernelValue hidden = model.embed(step, tokens);
        int done = 0;
        if (policy.looks()) {
            for (int exit : model.config().exitLayers()) {
                hidden = model.layers(step, hidden, positions, done, exit);
                done = exit;
                NDArray logits = model.logits(step, hidden);
                if (policy.leaves(model.confidences(step, logits, policy.confidence()))) {
                    model.fill(hidden, positions, exit);
                    finish(step, logits, live, exit, tally);
                    return;
                }
            }
        }
        int last = model.config().numHiddenLayers();
        hidden = model.layers(step, hidden, positions, done, last);
        finish(step, model.logits(step, hidden), live, last, tally);
    }

    private void finish(Scope step, NDArray logits, List<Sequence> live, int layer, Tally tally) {
        TokenChoice choice = TokenChoice.of(model, step, logits, live);
        for (int i = 0; i < live.size(); i++) {
            live.get(i).advance(1);
            live.get(i).accept(choice.next(i, live.get(i)));
        }
        tally.left(layer, live.size());
    }
}
