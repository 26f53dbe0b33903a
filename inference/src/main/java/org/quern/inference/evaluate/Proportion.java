package org.quern.inference.evaluate;

/**
 * Successes among trials.
 *
 * @param successes at most the trials
 */
record Proportion(long successes, long trials) {
    Proportion {
        if (successes < 0 || successes > trials) {
            throw new IllegalArgumentException("successes must be 0 to " + trials + ", got " + successes);
        }
    }

    double mean() {
        return trials == 0 ? 0 : (double) successes / trials;
    }

    /** Sample deviation / sqrt(n), as in lm-evaluation-harness; 0 below two trials. */
    double standardError() {
        return trials < 2 ? 0 : Math.sqrt(mean() * (1 - mean()) / (trials - 1));
    }
}
