package org.quern.inference;

import java.util.List;
import org.quern.pretrain.kernel.KernelValue;
import org.quern.pretrain.kernel.Scope;

/**
 * One or two tokens for every sequence: the model reads the pending token and the MTP layer's draft of the one after it in
 * one pass, so that a right draft's successor comes for free. Lossless: a greedy sequence gets the tokens that it gets
 * without drafts, a sampled one tokens of the same distribution.
 */
final class SpeculativeIteration implements Iteration {
    private final DecodingModel model;

    SpeculativeIteration(DecodingModel model) {
        this.model = model;
    }

    @Override
    public void run(Scope step, KvCache cache, List<Sequence> live, Tally tally) {
        long[] tokens = new long[2 * live.size()];
        for (int i = 0; i < live.size(); i++) {
            tokens[2 * i] = live.get(i).pending();
            tokens[2 * i + 1] = live.get(i).draft().orElseThrow().token();
        }
        int layers = model.config().numHiddenLayers();
        Positions positions = Iteration.positions(model, step, cache, live, 2);
        KernelValue hidden = model.layers(step, model.embed(step, tokens), positions, 0, layers);
        TokenChoice choice = TokenChoice.of(model, step, model.logits(step, hidden), live);
        long[] next = new long[tokens.length];
        long[] ends = new long[live.size()];
        for (int i = 0; i < live.size(); i++) {
            int before = live.get(i).numTokens();
            ends[i] = 2L * i + (take(live.get(i), choice, 2 * i, next, tally) ? 1 : 0);
            tally.left(layers, live.get(i).numTokens() - before);
        }
        draft(step, hidden, next, ends, positions, live);
    }

    /** Takes what the pass gave one sequence; whether its draft was right. */
    private static boolean take(Sequence sequence, TokenChoice choice, int at, long[] next, Tally tally) {
        Sequence.Draft draft = sequence.draft().orElseThrow();
        int first = choice.verify(at, sequence, draft);
        boolean kept = first == draft.token();
        tally.draft(kept);
        sequence.advance(kept ? 2 : 1);
        sequence.accept(first);
        next[at] = first;
        if (kept && sequence.isLive()) {
            int second = choice.next(at + 1, sequence);
            sequence.accept(second);
            next[at + 1] = second;
        }
        return kept;
    }

    private void draft(
            Scope step, KernelValue hidden, long[] next, long[] ends, Positions positions, List<Sequence> live) {
        KernelValue output = model.draft(step, hidden, next, positions);
        TokenChoice choice =
                TokenChoice.of(model, step, model.draftLogits(step, model.choose(step, output, ends)), live);
        for (int i = 0; i < live.size(); i++) {
            live.get(i).draft(choice.draft(i, live.get(i)));
        }
    }
}
