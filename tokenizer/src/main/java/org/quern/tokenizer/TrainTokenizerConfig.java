package org.quern.tokenizer;

import java.util.List;
import java.util.Map;
import org.quern.tokenizer.split.SplitPattern;

/**
 * How to train a tokenizer.
 *
 * @param vocabSize tokens in all: the special ones, 256 bytes, and merges; the default suits models of tens of millions of
 *     parameters, whose embedding is a large part
 * @param vocabMultipleOf the vocabulary's size is rounded up to a multiple of this, such as 64 or 128, with which matrix
 *     products are faster; reserved special tokens fill what the text has no merges for
 * @param specialTokens those that follow the end of text, which is always the first; each must end in punctuation and have
 *     a letter or digit before that, so that no text spells one by merges
 * @param pattern that cuts text into words
 * @param domainWeights how many times each domain's words count, in thousandths from 0 to 1000; 0 leaves a domain out, and
 *     domains without a weight count once
 * @param minFrequency pairs that occur fewer times, by these weights, do not become a token
 * @param minWordCount words that occur fewer times, by these weights, are left out; 1 leaves out none and gives the merges
 *     of Hugging Face's trainer, more saves memory, about half of it at 2
 * @param maxBytes of UTF-8 to learn from, about; of a larger corpus, a sample by the hash of the documents' ids
 */
public record TrainTokenizerConfig(
        int vocabSize,
        int vocabMultipleOf,
        List<String> specialTokens,
        SplitPattern pattern,
        Map<String, Double> domainWeights,
        long minFrequency,
        long minWordCount,
        long maxBytes) {

    private static final int BYTES = 256;
    /** With the largest weight, a million steps of 0.001, a count still fits a long. */
    private static final long MAX_COUNT = 1_000_000_000_000L;

    /** Checks the ranges, and copies collections. */
    public TrainTokenizerConfig {
        specialTokens = List.copyOf(specialTokens);
        domainWeights = Map.copyOf(domainWeights);
        requireSpecial(specialTokens);
        int minVocabulary = 1 + specialTokens.size() + BYTES;
        require(
                vocabSize >= minVocabulary && vocabSize <= Vocabulary.MAX_SIZE,
                "vocabSize must be in %d to %d, got %d".formatted(minVocabulary, Vocabulary.MAX_SIZE, vocabSize));
        int maxMultiple = Vocabulary.MAX_SIZE - vocabSize + 1;
        require(
                vocabMultipleOf >= 1 && vocabMultipleOf <= maxMultiple,
                "vocabMultipleOf must be in 1 to %d, got %d".formatted(maxMultiple, vocabMultipleOf));
        DomainWeights.of(domainWeights);
        requireIn("minFrequency", 0, minFrequency);
        requireIn("minWordCount", 1, minWordCount);
        requireIn("maxBytes", 1, maxBytes);
    }

    private static void requireSpecial(List<String> tokens) {
        for (String token : tokens) {
            require(
                    !token.startsWith(TrainedBpe.RESERVED),
                    "specialTokens must not begin with %s, which is for reserved ones, got '%s'"
                            .formatted(TrainedBpe.RESERVED, token));
            require(
                    token.matches("(?s).*[A-Za-z0-9].*\\p{Punct}"),
                    "specialTokens must have a letter or digit and end in punctuation, such as <|name|>, got '%s'"
                            .formatted(token));
        }
        require(
                tokens.stream().distinct().count() == tokens.size() && !tokens.contains(Tokenizer.END_OF_TEXT),
                "specialTokens must differ from each other and from %s, which is always there, got %s"
                        .formatted(Tokenizer.END_OF_TEXT, tokens));
    }

    /** 8,192 tokens with Qwen2's pattern from at most 1 GB. */
    public static TrainTokenizerConfig defaults() {
        return new TrainTokenizerConfig(8192, 1, List.of(), SplitPattern.QWEN2, Map.of(), 2, 1, 1_000_000_000);
    }

    /** {@code vocabSize} rounded up to the multiple. */
    int roundedVocabSize() {
        return vocabSize + Math.floorMod(-vocabSize, vocabMultipleOf);
    }

    private static void requireIn(String name, long min, long value) {
        require(
                value >= min && value <= MAX_COUNT,
                "%s must be in %d to %d, got %d".formatted(name, min, MAX_COUNT, value));
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
