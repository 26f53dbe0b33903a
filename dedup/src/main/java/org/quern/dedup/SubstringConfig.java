package org.quern.dedup;

import java.io.Serializable;

/**
 * Which text is cut because an earlier document has it.
 *
 * @param cut whether any is: a cut leaves a hole, which prose bears better than code
 * @param minTokens from how many {@link Tokens} on a run that occurs in two documents is cut from the later one
 * @param minTokensLeft a document that was cut and has fewer tokens left is dropped
 */
public record SubstringConfig(boolean cut, int minTokens, int minTokensLeft) implements Serializable {
    /** Validates. */
    public SubstringConfig {
        if (minTokens < 1) {
            throw new IllegalArgumentException("minTokens must be at least 1, got " + minTokens
                    + "; Lee et al. take 50, fewer cut common phrases");
        }
        if (minTokensLeft < 0) {
            throw new IllegalArgumentException(
                    "minTokensLeft must be at least 0, got " + minTokensLeft + "; 0 drops no document");
        }
    }

    /** Off; else the 50 tokens of Lee et al. (arXiv 2107.06499, section 4.1), and as many must be left. */
    public static SubstringConfig defaults() {
        return new SubstringConfig(false, 50, 50);
    }
}
