package org.quern.inference;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How sure a layer's prediction is, from 0 to 1. */
public enum Confidence {
    /** The probability of the most probable token. */
    @JsonProperty("top-probability")
    TOP_PROBABILITY("top_probability"),
    /** That probability less the second one's (CALM). */
    @JsonProperty("margin")
    MARGIN("margin"),
    /** The cosine between the states before and after the exit's layer (CALM): how little there was left to change. */
    @JsonProperty("similarity")
    SIMILARITY("similarity");

    private final String kernel;

    Confidence(String kernel) {
        this.kernel = kernel;
    }

    /** The kernel that computes it, from logits [N, V] or, for the similarity, from two states [N, H]. */
    String kernel() {
        return kernel;
    }
}
