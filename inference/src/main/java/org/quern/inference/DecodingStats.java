package org.quern.inference;

import java.util.List;

/**
 * What decoding some requests took.
 *
 * @param newTokens generated, prompts not counted
 * @param tokensByLayer how many of them left after each layer; the first number is layer 1's
 * @param drafts by depth: first those for the token after the next, and so on
 * @param passes forward passes through each segment of the layers, from exit to exit; prompts not counted
 * @param firstTokenSeconds the mean time from the call to a sequence's first token
 * @param cacheBytes of keys and values that sequences held at most
 * @param preemptions how often a sequence lost its pages to others, and was read again
 * @param sharedPositions of prompts that other prompts' pages held already
 * @param seconds from first to last
 */
public record DecodingStats(
        long newTokens,
        List<Long> tokensByLayer,
        List<Drafts> drafts,
        List<Long> passes,
        double firstTokenSeconds,
        long cacheBytes,
        long preemptions,
        long sharedPositions,
        double seconds) {
    /** Copies the lists. */
    public DecodingStats {
        tokensByLayer = List.copyOf(tokensByLayer);
        drafts = List.copyOf(drafts);
        passes = List.copyOf(passes);
    }

    /**
     * Tokens proposed at one depth.
     *
     * @param drafted which the model came to decide
     * @param accepted of these, how many it kept
     */
    public record Drafts(long drafted, long accepted) {}

    /** New tokens a second. */
    public double tokensPerSecond() {
        return newTokens / seconds;
    }

    /** Tokens proposed at all depths. */
    public long drafted() {
        return drafts.stream().mapToLong(Drafts::drafted).sum();
    }

    /** Of these, how many the model kept. */
    public long accepted() {
        return drafts.stream().mapToLong(Drafts::accepted).sum();
    }
}
