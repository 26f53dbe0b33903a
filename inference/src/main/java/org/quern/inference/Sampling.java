package org.quern.inference;

/**
 * How the next token is drawn from a model's logits.
 *
 * @param temperature divides the logits; 0 takes the most probable token
 * @param topK only so many most probable tokens; 0 for all
 * @param topP only the most probable tokens that together reach this probability; 1 for all
 * @param seed of this request's own random numbers: the same seed, the same draws, whatever else is in the batch
 */
public record Sampling(double temperature, int topK, double topP, long seed) {
    /** Checks the ranges. */
    public Sampling {
        if (!(temperature >= 0) || Double.isInfinite(temperature)) {
            throw new IllegalArgumentException("temperature must be 0 or more, got " + temperature);
        }
        if (topK < 0) {
            throw new IllegalArgumentException("top-k must be 0 (all) or more, got " + topK);
        }
        if (!(topP > 0 && topP <= 1)) {
            throw new IllegalArgumentException("top-p must be above 0 and at most 1, got " + topP);
        }
    }

    /** The most probable token, always. */
    public static Sampling greedy() {
        return new Sampling(0, 0, 1, 0);
    }

    /** Whether no random number is needed. */
    public boolean isGreedy() {
        return temperature == 0;
    }
}
