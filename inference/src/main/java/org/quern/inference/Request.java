package org.quern.inference;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * One prompt and what to make of it.
 *
 * @param prompt token ids; empty stands for the end-of-text token alone
 * @param maxNewTokens after so many generation ends
 * @param sampling how tokens are chosen
 * @param stops generation ends before the first of these texts
 * @param stopTokens generation ends with the first of these tokens
 * @param logProbabilities whether the tokens' log-probabilities are wanted
 */
public record Request(
        List<Integer> prompt,
        int maxNewTokens,
        Sampling sampling,
        List<String> stops,
        Set<Integer> stopTokens,
        boolean logProbabilities) {
    /** Checks and copies. */
    public Request {
        prompt = List.copyOf(prompt);
        stops = List.copyOf(stops);
        stopTokens = Set.copyOf(stopTokens);
        if (maxNewTokens < 1) {
            throw new IllegalArgumentException("max-new-tokens must be 1 or more, got " + maxNewTokens);
        }
        if (stops.contains("")) {
            throw new IllegalArgumentException("a stop string must not be empty");
        }
    }

    /** Without stop tokens and log-probabilities. */
    public Request(List<Integer> prompt, int maxNewTokens, Sampling sampling, List<String> stops) {
        this(prompt, maxNewTokens, sampling, stops, Set.of(), false);
    }

    /** A greedy request without stop strings. */
    public static Request greedy(int[] prompt, int maxNewTokens) {
        return new Request(Arrays.stream(prompt).boxed().toList(), maxNewTokens, Sampling.greedy(), List.of());
    }
}
