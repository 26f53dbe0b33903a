package org.quern.inference;

import java.util.List;

/**
 * What became of a request.
 *
 * @param tokens generated, the end-of-text token excluded
 * @param text of the tokens, cut before the stop string that ended it; empty where the model has no tokenizer
 */
public record Completion(List<Integer> tokens, String text, End end) {
    /** Why generation ended. */
    public enum End {
        /** The model said so. */
        END_OF_TEXT,
        /** A stop string came. */
        STOP,
        /** As many tokens as asked for. */
        LENGTH,
        /** The model's context is full. */
        CONTEXT
    }

    /** Copies the list. */
    public Completion {
        tokens = List.copyOf(tokens);
    }
}
