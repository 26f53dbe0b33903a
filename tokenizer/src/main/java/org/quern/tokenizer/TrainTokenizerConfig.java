package org.quern.tokenizer;

/**
 * How to train a tokenizer.
 *
 * @param vocabSize tokens in all: the end of text, 256 bytes, and merges; the default suits models of tens of millions
 *     of parameters, whose embedding is a large part
 * @param minFrequency pairs that occur fewer times do not become a token
 * @param maxBytes of UTF-8 to learn from, about; of a larger corpus, a sample by the hash of the documents' ids
 */
public record TrainTokenizerConfig(int vocabSize, long minFrequency, long maxBytes) {

    private static final int MIN_VOCABULARY = 257;

    /** Checks the ranges. */
    public TrainTokenizerConfig {
        if (vocabSize < MIN_VOCABULARY || vocabSize > PieceCache.MAX_VOCABULARY) {
            throw new IllegalArgumentException("vocabSize must be in %d to %d, got %d"
                    .formatted(MIN_VOCABULARY, PieceCache.MAX_VOCABULARY, vocabSize));
        }
        if (minFrequency < 0) {
            throw new IllegalArgumentException("minFrequency must be at least 0, got " + minFrequency);
        }
        if (maxBytes < 1) {
            throw new IllegalArgumentException("maxBytes must be at least 1, got " + maxBytes);
        }
    }

    /** 8,192 tokens from at most 1 GB. */
    public static TrainTokenizerConfig defaults() {
        return new TrainTokenizerConfig(8192, 2, 1_000_000_000);
    }
}
