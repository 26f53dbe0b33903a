package org.quern.dedup;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * MinHash signatures (Broder 1997): for each of {@code k} hash functions the smallest value over a text's shingles. Two
 * texts agree in a position with the probability of their Jaccard similarity.
 *
 * <p>The functions are the upper 63 bits of {@code a_j x + b_j} modulo 2^64 with odd random {@code a_j}, over shingle hashes
 * that are mixed well already: one multiplication each, without a branch.
 */
final class MinHash {
    private final long[] factors;
    private final long[] offsets;

    MinHash(int numHashes, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        factors = new long[numHashes];
        offsets = new long[numHashes];
        for (int j = 0; j < numHashes; j++) {
            factors[j] = random.nextLong() | 1;
            offsets[j] = random.nextLong();
        }
    }

    int numHashes() {
        return factors.length;
    }

    /** Writes the signature of the first {@code size} shingles over {@code signature}; all maxima for none. */
    void sign(long[] shingles, int size, long[] signature) {
        Arrays.fill(signature, Long.MAX_VALUE);
        for (int i = 0; i < size; i++) {
            lower(signature, shingles[i], factors, offsets);
        }
    }

    /** {@code min}, written so that the compiler vectorises it: C2 of JDK 17 branches for {@link Math#min(long, long)}. */
    private static void lower(long[] minima, long shingle, long[] factors, long[] offsets) {
        for (int j = 0; j < minima.length; j++) {
            long below = ((factors[j] * shingle + offsets[j]) >>> 1) - minima[j];
            minima[j] += below & (below >> 63);
        }
    }
}
