package org.quern.dedup;

/** The 64-bit mixing that every hash of this module is made with. */
final class Mix64 {
    /** Where a running hash begins: the fractional part of the golden ratio. */
    static final long SEED = 0x9E3779B97F4A7C15L;

    /** An odd multiplier with good spectral properties (L'Ecuyer 1999; the one of PCG). */
    static final long MULTIPLIER = 6364136223846793005L;

    private Mix64() {}

    /** Stafford's variant 13 of the MurmurHash3 finaliser: a bijection in which every input bit reaches every output bit. */
    static long mix(long value) {
        long z = value;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
