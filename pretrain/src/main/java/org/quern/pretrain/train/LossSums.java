package org.quern.pretrain.train;

import java.util.List;

/** For each loss term of a step, the sum of its cross-entropies and how many there are. */
public final class LossSums {
    private final List<LossTerm> terms;
    private final long[] divisors;
    private final float[] totals;

    /**
     * Nothing added yet.
     *
     * @param divisors for each term, the number of targets over which its gradient is a mean
     */
    LossSums(List<LossTerm> terms, long[] divisors) {
        this.terms = terms;
        this.divisors = divisors.clone();
        this.totals = new float[2 * terms.size()];
    }

    void add(int term, float sum, int count) {
        totals[term] += sum;
        totals[terms.size() + term] += count;
    }

    /** The sums of all terms, then their counts: added over the ranks in place, they are those of all. */
    float[] totals() {
        return totals;
    }

    /** The gradient's factor for a term: its weight over its targets. */
    double scale(int term) {
        return divisors[term] == 0 ? 0 : terms.get(term).weight() / divisors[term];
    }

    /** A term's mean in nats; 0 where it had no targets. */
    public double mean(int term) {
        float count = totals[terms.size() + term];
        return count == 0 ? 0 : (double) totals[term] / count;
    }

    /** The terms in the order of their numbers. */
    public List<LossTerm> terms() {
        return terms;
    }

    /** How many cross-entropies a term has. */
    public long count(int term) {
        return (long) totals[terms.size() + term];
    }

    boolean isFinite() {
        for (float total : totals) {
            if (!Float.isFinite(total)) {
                return false;
            }
        }
        return true;
    }
}
