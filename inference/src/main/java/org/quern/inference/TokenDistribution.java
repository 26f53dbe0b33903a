package org.quern.inference;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Probabilities over the vocabulary, after temperature, top-k and top-p. */
final class TokenDistribution {
    private final double[] probabilities;

    private TokenDistribution(double[] probabilities) {
        this.probabilities = probabilities;
    }

    /** Probabilities as they are; they must sum to 1. */
    static TokenDistribution of(double... probabilities) {
        return new TokenDistribution(probabilities.clone());
    }

    /**
     * Of logits under a way of sampling. Temperature 0 puts all on the most probable token.
     *
     * @param logits of several positions, one after another
     * @param row which of them
     */
    static TokenDistribution of(float[] logits, int row, int vocabulary, Sampling sampling) {
        int from = row * vocabulary;
        double[] p = new double[vocabulary];
        int best = best(logits, from, vocabulary);
        if (sampling.isGreedy()) {
            p[best] = 1;
            return new TokenDistribution(p);
        }
        for (int i = 0; i < vocabulary; i++) {
            p[i] = Math.exp((logits[from + i] - (double) logits[from + best]) / sampling.temperature());
        }
        normalise(p);
        if ((sampling.topK() > 0 && sampling.topK() < vocabulary) || sampling.topP() < 1) {
            cut(p, sampling);
        }
        return new TokenDistribution(p);
    }

    private static int best(float[] logits, int from, int vocabulary) {
        int best = 0;
        for (int i = 1; i < vocabulary; i++) {
            if (logits[from + i] > logits[from + best]) {
                best = i;
            }
        }
        return best;
    }

    /** Keeps the most probable; among equals, the lower ids. */
    private static void cut(double[] p, Sampling sampling) {
        long[] order = new long[p.length];
        for (int i = 0; i < p.length; i++) {
            // Floats of one sign sort as their bits do; negated, the largest come first.
            order[i] = (long) -Float.floatToIntBits((float) p[i]) << 32 | i;
        }
        Arrays.sort(order);
        int limit = sampling.topK() == 0 ? p.length : Math.min(sampling.topK(), p.length);
        double reached = 0;
        int kept = 0;
        while (kept < limit && reached < sampling.topP()) {
            reached += p[(int) order[kept++]];
        }
        for (int i = kept; i < order.length; i++) {
            p[(int) order[i]] = 0;
        }
        normalise(p);
    }

    private static void normalise(double[] p) {
        double sum = 0;
        for (double value : p) {
            sum += value;
        }
        for (int i = 0; i < p.length; i++) {
            p[i] /= sum;
        }
    }

    /** Draws a token. */
    int draw(RandomGenerator random) {
        double left = random.nextDouble();
        int last = 0;
        for (int i = 0; i < probabilities.length; i++) {
            if (probabilities[i] > 0) {
                left -= probabilities[i];
                last = i;
                if (left < 0) {
                    return i;
                }
            }
        }
        return last;
    }

    /** A token's probability. */
    double of(int token) {
        return probabilities[token];
    }

    /**
     * Speculative sampling's decision on one draft: accepted with probability {@code min(1, p(x) / q(x))}; else a draw from
     * {@code max(0, p - q)}, normalised. The result is distributed as this, p, whatever q is (arXiv 2302.01318).
     *
     * @param q what the draft was drawn from
     * @return the draft, or the token in its place
     */
    int verify(TokenDistribution q, int draft, RandomGenerator random) {
        if (random.nextDouble() * q.of(draft) < of(draft)) {
            return draft;
        }
        double[] rest = new double[probabilities.length];
        double sum = 0;
        for (int i = 0; i < rest.length; i++) {
            rest[i] = Math.max(0, probabilities[i] - q.of(i));
            sum += rest[i];
        }
        if (sum == 0) {
            return draw(random);
        }
        normalise(rest);
        return new TokenDistribution(rest).draw(random);
    }
}
