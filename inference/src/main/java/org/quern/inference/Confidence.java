package org.quern.inference;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How sure a layer's prediction is, from 0 to 1. */
public enum Confidence {
    /** The probability of the most probable token. */
    @JsonProperty("top-probability")
    TOP_PROBABILITY("top_probability"),
    /** That probability less the second one's (CALM). */
    @JsonProperty("margin")
    MARGIN("margin");

    private final String kernel;

    Confidence(String kernel) {
        this.kernel = kernel;
    }

    /** The kernel that computes it: logits [N, V] to [N]. */
    String kernel() {
        return kernel;
    }
}
