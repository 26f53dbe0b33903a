package org.quern.dedup;

import java.io.Serializable;

/**
 * How near duplicates are looked for.
 *
 * @param shingleWords words in a shingle
 * @param bands of the signature; one shared band makes two documents candidates
 * @param rows of a band
 * @param seed of the hash functions
 */
public record MinHashConfig(int shingleWords, int bands, int rows, long seed) implements Serializable {
    /** Validates. */
    public MinHashConfig {
        if (shingleWords < 1 || bands < 1 || rows < 1) {
            throw new IllegalArgumentException(String.format(
                    "shingleWords, bands and rows must be at least 1, got %d, %d and %d; FineWeb's are 5, 14 and 8",
                    shingleWords, bands, rows));
        }
    }

    /** FineWeb's: 5-word shingles, 14 bands of 8 rows (arXiv 2406.17557, appendix E.1). */
    public static MinHashConfig defaults() {
        return new MinHashConfig(5, 14, 8, 1);
    }
}
