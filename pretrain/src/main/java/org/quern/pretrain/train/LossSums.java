package org.quern.pretrain.train;

import java.nio.FloatBuffer;
import java.util.List;

/** For each loss term of a step, the sum of its cross-entropies and how many there are. */
public final class LossSums {
    private final List<LossTerm> terms;
    private final float[] sums;
    private final long[] counts;

    LossSums(List<LossTerm> terms, long[] counts) {
        this.terms = terms;
        this.sums = new float[terms.size()];
        this.counts = counts.clone();
    }

    void add(int term, float sum) {
        sums[term] += sum;
    }

    /** The sums, for an exchange in place. */
    FloatBuffer exchanged() {
        return FloatBuffer.wrap(sums);
    }

    /** The gradient's factor for a term: its weight over its targets. */
    double scale(int term) {
        return counts[term] == 0 ? 0 : terms.get(term).weight() / counts[term];
    }

    /** A term's mean in nats; 0 where it had no targets. */
    public double mean(int term) {
        return counts[term] == 0 ? 0 : (double) sums[term] / counts[term];
    }

    /** The terms in the order of their numbers. */
    public List<LossTerm> terms() {
        return terms;
    }

    /** How many cross-entropies a term has. */
    public long count(int term) {
        return counts[term];
    }

    boolean isFinite() {
        for (float sum : sums) {
            if (!Float.isFinite(sum)) {
                return false;
            }
        }
        return true;
    }
}
