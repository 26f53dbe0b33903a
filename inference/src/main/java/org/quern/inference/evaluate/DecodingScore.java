package org.quern.inference.evaluate;

import java.util.List;

/**
 * What one way of decoding made of the held-out problems.
 *
 * @param threshold the confidence at which early exit leaves, and down to which self-speculation drafts; above 1, so never,
 *     in the other modes
 * @param correct problems whose answer matched exactly
 * @param standardError of the accuracy: sample deviation / sqrt(problems)
 * @param newTokens generated in all
 * @param layers at which layer the tokens left, ascending
 * @param drafted tokens that the MTP layer or the lower layers proposed
 * @param accepted of these, how many the model agreed with
 * @param differing sequences whose tokens are not those of full depth
 */
public record DecodingScore(
        DecodingMode mode,
        double threshold,
        long problems,
        long correct,
        double standardError,
        long newTokens,
        List<LayerCount> layers,
        long drafted,
        long accepted,
        long differing) {
    /** Copies the list. */
    public DecodingScore {
        layers = List.copyOf(layers);
    }

    /**
     * Tokens that left at a layer.
     *
     * @param layer counted from 1
     */
    public record LayerCount(int layer, long tokens) {}

    /** Correct answers among all; 0 where there are no problems. */
    public double accuracy() {
        return problems == 0 ? 0 : (double) correct / problems;
    }

    /** The mean of the layers at which the tokens left. */
    public double meanLayers() {
        long tokens = layers.stream().mapToLong(LayerCount::tokens).sum();
        return tokens == 0
                ? 0
                : layers.stream()
                                .mapToDouble(l -> (double) l.layer() * l.tokens())
                                .sum()
                        / tokens;
    }

    /** Accepted drafts among all; 0 where there are none. */
    public double acceptance() {
        return drafted == 0 ? 0 : (double) accepted / drafted;
    }
}
