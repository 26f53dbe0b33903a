package org.quern.pretrain.model;

import ai.djl.ndarray.NDArray;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * What a forward pass of training leaves out, so that the model learns to do without.
 *
 * @param layers which layers, counted from 0, no position goes through
 * @param exits [B, T], how many layers each position goes through before it leaves; after that its state goes up as it is,
 *     and the layers above make its keys and values of that state, as decoding does with a token that left early
 */
public record Skips(IntPredicate layers, Optional<NDArray> exits) {
    /** All positions go through all layers. */
    public static final Skips NONE = new Skips(layer -> false, Optional.empty());
}
