package org.quern.inference.evaluate;

import java.util.List;

/**
 * What a reader of scores wants to know of a model.
 *
 * @param parameters all weights, those of the MTP layer included
 * @param exitLayers layers after which decoding may end, counted from 1
 * @param mtpLayers layers that predict the token after the next
 * @param contextLength the longest sequence that it was trained on, in tokens
 */
public record ModelFacts(
        long parameters, int layers, List<Integer> exitLayers, int mtpLayers, int vocabulary, int contextLength) {
    /** Copies the list. */
    public ModelFacts {
        exitLayers = List.copyOf(exitLayers);
    }
}
