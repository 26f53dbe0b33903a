package org.quern.mixing;

import java.nio.charset.StandardCharsets;

/**
 * The place of a document in its domain's sampling order: a function of id, seed and quality alone.
 *
 * <p>Weighted sampling without replacement (Efraimidis and Spirakis 2006): with {@code u} uniform from a hash of id and
 * seed, documents in the order of {@code 1 - u^(1 / w)} come as if drawn one by one with probability proportional to their
 * weights {@code w = quality + 0.05}. So every beginning of the order is a sample in which low quality is rare but possible. Keys have
 * {@value #BITS} bits.
 */
final class SamplingKey {
    static final int BITS = 48;

    private static final double MIN_WEIGHT = 0.05;
    private static final long HELD_OUT = 0x6865_6c64_6f75_74L;

    private SamplingKey() {}

    /** The key, from 0 to 2^48 - 1. Ties are broken by id. */
    static long of(String id, double quality, long seed) {
        double u = ((hash(id, seed) >>> 11) + 0.5) * 0x1p-53;
        double place = 1 - StrictMath.pow(u, 1 / (Math.max(0, Math.min(1, quality)) + MIN_WEIGHT));
        return Math.min((1L << BITS) - 1, (long) (place * (1L << BITS)));
    }

    /** Whether the document is held out, a share of {@code permille}; independent of the key and of quality. */
    static boolean isHeldOut(String id, long seed, int permille) {
        return Long.remainderUnsigned(hash(id, seed ^ HELD_OUT), 1000) < permille;
    }

    private static long hash(String id, long seed) {
        long hash = mix(seed + 0x9E3779B97F4A7C15L);
        for (byte b : id.getBytes(StandardCharsets.UTF_8)) {
            hash = mix(hash + b + 1);
        }
        return hash;
    }

    private static long mix(long value) {
        long z = value;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
