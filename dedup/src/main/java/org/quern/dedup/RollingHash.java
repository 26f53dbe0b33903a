package org.quern.dedup;

/**
 * The hash of the last {@code n} tokens (Karp and Rabin 1987): the polynomial with their hashes as coefficients, modulo the
 * prime 2^61 - 1. Two different runs agree for at most {@code n} of the 2^61 bases, so two bases tell 10^12 runs of 50
 * tokens apart but for a chance of 10^-9.
 */
final class RollingHash {
    private static final int BITS = 61;
    private static final long PRIME = (1L << BITS) - 1;

    private final long base;
    private final long leaving;
    private final long[] last;
    private int oldest;
    private long hash;

    /**
     * Begins with nothing but zeros.
     *
     * @param base below 2^61 - 1
     */
    RollingHash(int n, long base) {
        this.base = base;
        this.last = new long[n];
        long power = 1;
        for (int i = 0; i < n; i++) {
            power = times(power, base);
        }
        this.leaving = PRIME - power;
    }

    /** Takes in a token's hash and returns the hash of the last {@code n}. */
    long roll(long token) {
        long in = reduced(token >>> 3);
        hash = reduced(times(hash, base) + in);
        hash = reduced(hash + times(leaving, last[oldest]));
        last[oldest] = in;
        oldest = oldest + 1 == last.length ? 0 : oldest + 1;
        return hash;
    }

    private static long times(long a, long b) {
        long low = a * b;
        long high = Math.multiplyHigh(a, b);
        return reduced((low & PRIME) + (low >>> BITS | high << (Long.SIZE - BITS)));
    }

    /** Of a number below twice the prime. */
    private static long reduced(long value) {
        return value >= PRIME ? value - PRIME : value;
    }
}
