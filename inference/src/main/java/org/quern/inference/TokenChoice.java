package org.quern.inference;

import ai.djl.ndarray.NDArray;
import java.util.Optional;
import org.quern.pretrain.kernel.Scope;

/**
 * Tokens chosen from the logits of some positions. Where every sequence is greedy, only the most probable ids leave native
 * memory; else all logits do.
 */
final class TokenChoice {
    private final long[] best;
    private final float[] logits;
    private final int vocabulary;

    private TokenChoice(long[] best, float[] logits, int vocabulary) {
        this.best = best;
        this.logits = logits;
        this.vocabulary = vocabulary;
    }

    static TokenChoice of(DecodingModel model, Scope step, NDArray logits, Iterable<Sequence> sequences) {
        int vocabulary = model.config().vocabSize();
        for (Sequence sequence : sequences) {
            if (!sequence.sampling().isGreedy()) {
                return new TokenChoice(new long[0], logits.toFloatArray(), vocabulary);
            }
        }
        return new TokenChoice(model.best(step, logits), new float[0], vocabulary);
    }

    /** The token that follows a position. */
    int next(int position, Sequence sequence) {
        return distribution(position, sequence)
                .map(distribution -> distribution.draw(sequence.random()))
                .orElseGet(() -> (int) best[position]);
    }

    /** A token to propose to the model. */
    Sequence.Draft draft(int position, Sequence sequence) {
        Optional<TokenDistribution> distribution = distribution(position, sequence);
        return new Sequence.Draft(
                distribution.map(drawn -> drawn.draw(sequence.random())).orElseGet(() -> (int) best[position]),
                distribution);
    }

    /** The proposed token where it may stay, else the one in its place. */
    int verify(int position, Sequence sequence, Sequence.Draft draft) {
        return distribution(position, sequence)
                .map(p -> p.verify(draft.distribution().orElseThrow(), draft.token(), sequence.random()))
                .orElseGet(() -> (int) best[position]);
    }

    /** None where the most probable token was chosen natively. */
    private Optional<TokenDistribution> distribution(int position, Sequence sequence) {
        return logits.length == 0
                ? Optional.empty()
                : Optional.of(TokenDistribution.of(logits, position, vocabulary, sequence.sampling()));
    }
}
