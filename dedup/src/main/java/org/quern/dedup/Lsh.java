package org.quern.dedup;

/**
 * Locality-sensitive hashing of MinHash signatures: {@code bands} of {@code rows} values, one 64-bit key each. Two texts
 * of Jaccard similarity {@code s} share at least one key with probability {@code 1 - (1 - s^rows)^bands}.
 *
 * @param bands how many keys a signature gives; at least 1
 * @param rows how many values of the signature go into a key; at least 1
 */
record Lsh(int bands, int rows) {
    Lsh {
        if (bands < 1 || rows < 1) {
            throw new IllegalArgumentException(
                    "bands and rows must be at least 1, got " + bands + " x " + rows + "; FineWeb's are 14 x 8");
        }
    }

    int numHashes() {
        return bands * rows;
    }

    /** The key of each band. */
    long[] keys(long[] signature) {
        long[] keys = new long[bands];
        for (int band = 0; band < bands; band++) {
            long key = Mix64.SEED + band;
            for (int row = 0; row < rows; row++) {
                key = Mix64.mix(key ^ signature[band * rows + row]) * Mix64.MULTIPLIER;
            }
            keys[band] = key;
        }
        return keys;
    }

    /** The probability that two texts of this Jaccard similarity become candidates. */
    double candidateProbability(double similarity) {
        return 1 - Math.pow(1 - Math.pow(similarity, rows), bands);
    }
}
