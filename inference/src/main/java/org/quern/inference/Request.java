package org.quern.inference;

import java.util.Arrays;
import java.util.List;

/**
 * One prompt and what to make of it.
 *
 * @param prompt token ids; empty stands for the end-of-text token alone
 * @param maxNewTokens after so many generation ends
 * @param sampling how tokens are chosen
 * @param stops generation ends before the first of these texts
 */
public record Request(List<Integer> prompt, int maxNewTokens, Sampling sampling, List<String> stops) {
    /** Checks and copies. */
    public Request {
        prompt = List.copyOf(prompt);
        stops = List.copyOf(stops);
        if (maxNewTokens < 1) {
            throw new IllegalArgumentException("max-new-tokens must be 1 or more, got " + maxNewTokens);
        }
        if (stops.contains("")) {
            throw new IllegalArgumentException("a stop string must not be empty");
        }
    }

    /** A greedy request without stop strings. */
    public static Request greedy(int[] prompt, int maxNewTokens) {
        return new Request(Arrays.stream(prompt).boxed().toList(), maxNewTokens, Sampling.greedy(), List.of());
    }
}
