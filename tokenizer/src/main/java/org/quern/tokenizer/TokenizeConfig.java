package org.quern.tokenizer;

/**
 * How to tokenize and pack.
 *
 * @param seed of the order of the documents
 * @param contextLength tokens in a training sequence, for inputs without a mixture; a mixture's plan has one for each
 *     stage
 * @param shardTokens tokens in a shard, about: what one task packs in memory, and so also where best-fit looks for room
 */
public record TokenizeConfig(long seed, int contextLength, int shardTokens) {

    private static final int MAX_CONTEXT = 1 << 20;
    private static final int MAX_SHARD_TOKENS = 1 << 28;

    /** Checks the ranges. */
    public TokenizeConfig {
        if (contextLength < 2 || contextLength > MAX_CONTEXT) {
            throw new IllegalArgumentException(
                    "contextLength must be in 2 to %d, got %d".formatted(MAX_CONTEXT, contextLength));
        }
        if (shardTokens < contextLength || shardTokens > MAX_SHARD_TOKENS) {
            throw new IllegalArgumentException("shardTokens must be in contextLength = %d to %d, got %d"
                    .formatted(contextLength, MAX_SHARD_TOKENS, shardTokens));
        }
    }

    /** Sequences of 512 tokens in shards of 16 million. */
    public static TokenizeConfig defaults() {
        return new TokenizeConfig(1, 512, 1 << 24);
    }
}
