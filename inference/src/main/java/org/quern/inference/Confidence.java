package org.quern.inference;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How sure a layer's prediction is, from 0 to 1. */
public enum Confidence {
    /** The probability of the most probable token. */
    @JsonProperty("top-probability")
    TOP_PROBABILITY,
    /** That probability less the second one's (CALM). */
    @JsonProperty("margin")
    MARGIN,
    /** The cosine between the states before and after the exit's layer (CALM): how little there was left to change. */
    @JsonProperty("similarity")
    SIMILARITY,
    /**
     * The probability that the last layer says the same token, by a linear classifier of the state (CALM): {@link
     * ExitClassifiers}. As with the similarity, the head over the vocabulary runs only for what leaves.
     */
    @JsonProperty("classifier")
    CLASSIFIER
}
