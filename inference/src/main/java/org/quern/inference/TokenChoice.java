package org.quern.inference;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.quern.pretrain.kernel.KernelValue;
import org.quern.pretrain.kernel.Scope;

/**
 * Tokens chosen from the logits of some rows. The most probable ids are found natively; logits leave native memory only where
 * a sequence samples or wants its tokens' probabilities.
 */
final class TokenChoice {
    private final int[] places;
    private final long[] best;
    private final float[] logits;
    private final int vocabulary;

    private TokenChoice(int[] places, long[] best, float[] logits, int vocabulary) {
        this.places = places;
        this.best = best;
        this.logits = logits;
        this.vocabulary = vocabulary;
    }

    /** From the logits of all rows. */
    static TokenChoice of(DecodingModel model, Scope step, NDArray logits, List<Flight> flights) {
        int rows = (int) logits.getShape().get(0);
        return of(model, step, IntStream.range(0, rows).toArray(), logits, flights);
    }

    /** From the states of rows, for those alone that are chosen. */
    static TokenChoice ofSome(
            DecodingModel model, Scope step, KernelValue hidden, boolean[] chosen, List<Flight> flights) {
        int[] places = new int[chosen.length];
        long[] rows = IntStream.range(0, chosen.length)
                .filter(row -> chosen[row])
                .asLongStream()
                .toArray();
        for (int i = 0; i < rows.length; i++) {
            places[(int) rows[i]] = i;
        }
        if (rows.length == 0) {
            return new TokenChoice(places, new long[0], new float[0], 0);
        }
        NDArray logits = model.logits(step, model.choose(step, hidden, rows));
        return of(model, step, places, logits, flights);
    }

    private static TokenChoice of(DecodingModel model, Scope step, int[] places, NDArray logits, List<Flight> flights) {
        boolean leave = flights.stream()
                .map(flight -> flight.sequence().request())
                .anyMatch(request -> !request.sampling().isGreedy() || request.logProbabilities());
        return new TokenChoice(
                places,
                model.best(step, logits),
                leave ? logits.toFloatArray() : new float[0],
                model.config().vocabSize());
    }

    /** The token that follows a row. */
    int next(int row, Sequence sequence) {
        return distribution(row, sequence)
                .map(distribution -> distribution.draw(sequence.random()))
                .orElseGet(() -> (int) best[places[row]]);
    }

    /** A token to propose to the model. */
    Sequence.Draft draft(int row, Sequence sequence) {
        Optional<TokenDistribution> distribution = distribution(row, sequence);
        return new Sequence.Draft(
                distribution.map(drawn -> drawn.draw(sequence.random())).orElseGet(() -> (int) best[places[row]]),
                distribution);
    }

    /** The proposed token where it may stay, else the one in its place. */
    int verify(int row, Sequence sequence, Sequence.Draft draft) {
        return distribution(row, sequence)
                .map(p -> p.verify(draft.distribution().orElseThrow(), draft.token(), sequence.random()))
                .orElseGet(() -> (int) best[places[row]]);
    }

    /** The log-probability of a token after a row, whatever the temperature. */
    double logProbability(int row, int token) {
        int from = places[row] * vocabulary;
        double top = logits[from + (int) best[places[row]]];
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
                : Optional.of(TokenDistribution.of(logits, places[row], vocabulary, sampling));
    }
}
