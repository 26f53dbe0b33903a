package org.quern.inference;

import java.util.List;

/**
 * What decoding some requests took.
 *
 * @param newTokens generated, prompts not counted
 * @param tokensByLayer how many of them left after each layer; the first number is layer 1's
 * @param drafted tokens that the MTP layer proposed
 * @param accepted of these, how many the model kept
 * @param iterations forward passes, prompts not counted
 * @param seconds from first to last
 */
public record DecodingStats(
        long newTokens, List<Long> tokensByLayer, long drafted, long accepted, long iterations, double seconds) {
    /** Copies the list. */
    public DecodingStats {
        tokensByLayer = List.copyOf(tokensByLayer);
    }

    /** New tokens a second. */
    public double tokensPerSecond() {
        return newTokens / seconds;
    }
}
