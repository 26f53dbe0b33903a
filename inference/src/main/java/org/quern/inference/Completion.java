package org.quern.inference;

import java.util.List;

/**
 * What became of a request.
 *
 * @param tokens generated, the end-of-text token excluded
 * @param text of the tokens, cut before the stop string that ended it; empty where the model has no tokenizer
 * @param logProbabilities of the tokens, and of the end-of-text token where it came, under the layer that decided each;
 *     empty where they were not asked for
 * @param error why there is nothing, in one line; empty unless {@code end} is {@link End#REFUSED}
 */
public record Completion(List<Integer> tokens, String text, End end, List<Double> logProbabilities, String error) {
    /** Why generation ended. */
    public enum End {
        /** The model said so. */
        END_OF_TEXT,
        /** A stop string or a stop token came. */
        STOP,
        /** As many tokens as asked for. */
        LENGTH,
        /** The model's context is full. */
        CONTEXT,
        /** The prompt could not be used; the others of the batch are unharmed. */
        REFUSED
    }

    /** Copies the lists. */
    public Completion {
        tokens = List.copyOf(tokens);
        logProbabilities = List.copyOf(logProbabilities);
    }

    static Completion refused(String error) {
        return new Completion(List.of(), "", End.REFUSED, List.of(), error);
    }
}
