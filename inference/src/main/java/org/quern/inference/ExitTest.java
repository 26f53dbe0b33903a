package org.quern.inference;

/**
 * Whether a prediction at an exit is sure enough.
 *
 * @param threshold at least 0
 * @param confidence what is compared with it
 * @param decay how fast the threshold falls over a completion, CALM's tau (arXiv 2207.07061, equation 5): at token t of N it
 *     is {@code 0.9 threshold + 0.1 threshold exp(-decay t / N)}; 0 for a constant one
 */
public record ExitTest(double threshold, Confidence confidence, double decay) {
    /** Checks the ranges. */
    public ExitTest {
        if (!(threshold >= 0)) {
            throw new IllegalArgumentException("exit threshold must be 0 or more, got " + threshold);
        }
        if (!(decay >= 0)) {
            throw new IllegalArgumentException("exit decay must be 0 (none) or more, got " + decay);
        }
    }

    /** A constant threshold for the most probable token's probability. */
    public static ExitTest topProbability(double threshold) {
        return new ExitTest(threshold, Confidence.TOP_PROBABILITY, 0);
    }

    /** Whether a token may leave; never where the confidence is not a number. */
    boolean passes(double value, int token, int maxTokens) {
        double now = decay == 0 ? threshold : threshold * (0.9 + 0.1 * Math.exp(-decay * token / maxTokens));
        return value >= now;
    }
}
