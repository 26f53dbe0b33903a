package org.quern.pretrain.train;

import java.util.List;
import java.util.OptionalDouble;
import org.quern.pretrain.model.TokenBatch;

/** For each loss term of a step, and of the first for each domain, the sum of its cross-entropies and their number. */
public final class LossSums {
    private final List<? extends LossTerm> terms;
    private final List<String> domains;
    private final long[] divisors;
    private final long step;
    private final float[] totals;

    /**
     * Nothing added yet.
     *
     * @param domains of the first term's targets
     * @param divisors for each term, the number of targets over which its gradient is a mean
     * @param step whose weights the terms have
     */
    LossSums(List<? extends LossTerm> terms, List<String> domains, long[] divisors, long step) {
        this.step = step;
        this.terms = terms;
        this.domains = domains;
        this.divisors = divisors.clone();
        this.totals = new float[2 * (terms.size() + domains.size())];
    }

    /** Adds targets of a batch to a term, and those of the first to their domains. */
    public void add(int term, float[] losses, TokenBatch.Targets targets, TokenBatch batch) {
        double sum = 0;
        for (float loss : losses) {
            sum += loss;
        }
        add(term, sum, losses.length);
        if (term == 0) {
            addByDomain(losses, targets, batch);
        }
    }

    private void addByDomain(float[] losses, TokenBatch.Targets targets, TokenBatch batch) {
        double[] sums = new double[domains.size()];
        int[] counts = new int[domains.size()];
        for (int i = 0; i < losses.length; i++) {
            int domain = batch.domains()[(int) targets.rows()[i]];
            if (domain >= 0) {
                sums[domain] += losses[i];
                counts[domain]++;
            }
        }
        for (int domain = 0; domain < sums.length; domain++) {
            add(terms.size() + domain, sums[domain], counts[domain]);
        }
    }

    private void add(int index, double sum, int count) {
        totals[index] += (float) sum;
        totals[size() + index] += count;
    }

    private int size() {
        return totals.length / 2;
    }

    /** The sums of all terms and domains, then their counts: added over the ranks in place, they are those of all. */
    float[] totals() {
        return totals;
    }

    /** The gradient's factor for a term: its weight over its targets. */
    public double scale(int term) {
        return divisors[term] == 0 ? 0 : terms.get(term).weight(step) / divisors[term];
    }

    /** A term's mean in nats; 0 where it had no targets. */
    public double mean(int term) {
        return meanAt(term);
    }

    private double meanAt(int index) {
        float count = totals[size() + index];
        return count == 0 ? 0 : (double) totals[index] / count;
    }

    /** The first term's mean in nats over the targets of a domain; nothing where it had none. */
    OptionalDouble domainMean(int domain) {
        int index = terms.size() + domain;
        return totals[size() + index] == 0 ? OptionalDouble.empty() : OptionalDouble.of(meanAt(index));
    }

    /** The domains in the order of their numbers. */
    List<String> domains() {
        return domains;
    }

    /** The terms in the order of their numbers. */
    public List<? extends LossTerm> terms() {
        return terms;
    }

    /** How many cross-entropies a term has. */
    public long count(int term) {
        return (long) totals[size() + term];
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
