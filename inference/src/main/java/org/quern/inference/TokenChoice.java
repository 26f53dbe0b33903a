package org.quern.inference;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Optional;
import org.quern.pretrain.kernel.Scope;

/**
 * Tokens chosen from the logits of some rows. The most probable ids are found natively; logits leave native memory only where
 * a sequence samples or wants its tokens' probabilities.
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

    static TokenChoice of(DecodingModel model, Scope step, NDArray logits, List<Flight> flights) {
        boolean leave = flights.stream()
                .map(flight -> flight.sequence().request())
                .anyMatch(request -> !request.sampling().isGreedy() || request.logProbabilities());
        return new TokenChoice(
                model.best(step, logits),
                leave ? logits.toFloatArray() : new float[0],
                model.config().vocabSize());
    }

    /** The token that follows a row. */
    int next(int row, Sequence sequence) {
        return distribution(row, sequence)
                .map(distribution -> distribution.draw(sequence.random()))
                .orElseGet(() -> (int) best[row]);
    }

    /** A token to propose to the model. */
    Sequence.Draft draft(int row, Sequence sequence) {
        Optional<TokenDistribution> distribution = distribution(row, sequence);
        return new Sequence.Draft(
                distribution.map(drawn -> drawn.draw(sequence.random())).orElseGet(() -> (int) best[row]),
                distribution);
    }

    /** The proposed token where it may stay, else the one in its place. */
    int verify(int row, Sequence sequence, Sequence.Draft draft) {
        return distribution(row, sequence)
                .map(p -> p.verify(draft.distribution().orElseThrow(), draft.token(), sequence.random()))
                .orElseGet(() -> (int) best[row]);
    }

    /** The log-probability of a token after a row, whatever the temperature. */
    double logProbability(int row, int token) {
        int from = row * vocabulary;
        double top = logits[from + (int) best[row]];
        double sum = 0;
        for (int i = 0; i < vocabulary; i++) {
            sum += Math.exp(logits[from + i] - top);
        }
        return logits[from + token] - top - Math.log(sum);
    }

    /** None where the sequence takes the most probable token. */
    private Optional<TokenDistribution> distribution(int row, Sequence sequence) {
        Sampling sampling = sequence.request().sampling();
        return sampling.isGreedy()
                ? Optional.empty()
                : Optional.of(TokenDistribution.of(logits, row, vocabulary, sampling));
    }
}
