package org.quern.inference;

import java.util.Arrays;

/** Counts of one run of decoding. */
final class Tally {
    private final long start = System.nanoTime();
    private final long[] tokensByLayer;
    private long drafted;
    private long accepted;
    private long iterations;

    Tally(int layers) {
        tokensByLayer = new long[layers];
    }

    /**
     * Tokens came out.
     *
     * @param layer after which they left, counted from 1
     */
    void left(int layer, int tokens) {
        tokensByLayer[layer - 1] += tokens;
    }

    void iteration() {
        iterations++;
    }

    void draft(boolean kept) {
        drafted++;
        accepted += kept ? 1 : 0;
    }

    DecodingStats stats() {
        return new DecodingStats(
                Arrays.stream(tokensByLayer).sum(),
                Arrays.stream(tokensByLayer).boxed().toList(),
                drafted,
                accepted,
                iterations,
                (System.nanoTime() - start) / 1e9);
    }
}
