package org.quern.inference.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cuts a text into windows so that every token but the first is predicted exactly once: each window begins with the last
 * token of the one before, as its context. The mean over all predictions of a text of one window is what transformers
 * calls the loss ({@code model(ids, labels=ids).loss}).
 */
final class TokenWindows {
    private TokenWindows() {}

    /**
     * The windows of a text, none where it has fewer than two tokens.
     *
     * @param length of the longest window, at least 2 tokens
     */
    static List<int[]> of(int[] tokens, int length) {
        if (length < 2) {
            throw new IllegalArgumentException("a window needs at least 2 tokens, got " + length);
        }
        List<int[]> windows = new ArrayList<>();
        for (int start = 0; start < tokens.length - 1; start += length - 1) {
            windows.add(Arrays.copyOfRange(tokens, start, Math.min(start + length, tokens.length)));
        }
        return windows;
    }
}
