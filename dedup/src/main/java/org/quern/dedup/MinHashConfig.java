package org.quern.dedup;

import java.io.Serializable;

/**
 * How near duplicates are looked for.
 *
 * @param shingleWords words in a shingle; 0 where it is of characters
 * @param shingleCharacters characters in a shingle; 0 where it is of words
 * @param bands of the signature; one shared band makes two documents candidates
 * @param rows of a band
 * @param seed of the hash functions
 * @param compareSignatures whether candidates are compared by their signatures, which say their similarity only about (give or take
 *     {@code sqrt(s (1 - s) / (bands * rows))}), but take eight bytes a hash rather than eight a shingle
 */
public record MinHashConfig(
        int shingleWords, int shingleCharacters, int bands, int rows, long seed, boolean compareSignatures)
        implements Serializable {
    /** Validates. */
    public MinHashConfig {
        if (Math.min(shingleWords, shingleCharacters) != 0 || Math.max(shingleWords, shingleCharacters) < 1) {
            throw new IllegalArgumentException(String.format(
                    "one of shingleWords and shingleCharacters must be at least 1 and the other 0, got %d and %d; FineWeb's are 5 words, NeMo Curator's 24 characters",
                    shingleWords, shingleCharacters));
        }
        if (bands < 1 || rows < 1) {
            throw new IllegalArgumentException(String.format(
                    "bands and rows must be at least 1, got %d and %d; FineWeb's are 14 and 8", bands, rows));
        }
    }

    /** FineWeb's: 5-word shingles, 14 bands of 8 rows (arXiv 2406.17557, appendix E.1). */
    public static MinHashConfig defaults() {
        return new MinHashConfig(5, 0, 14, 8, 1, false);
    }

    Shingles shingles() {
        return shingleWords > 0
                ? new Shingles(new WordHashes(), shingleWords)
                : new Shingles(new CharacterHashes(), shingleCharacters);
    }
}
