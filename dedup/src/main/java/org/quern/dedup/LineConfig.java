package org.quern.dedup;

import java.io.Serializable;

/**
 * Which lines and paragraphs are cut because many pages of one host have them: see {@link Lines}.
 *
 * @param cut whether any are
 * @param minDocuments in how many documents of a host a passage must be
 * @param minShare in what share of the host's documents it must be, too
 * @param minWords a passage of fewer words is left alone; a word begins with a letter, so that neither brackets nor rows of
 *     numbers count
 * @param minTokensLeft a document that was cut and has fewer {@link Tokens} left is dropped
 */
public record LineConfig(boolean cut, int minDocuments, double minShare, int minWords, int minTokensLeft)
        implements Serializable {
    /** Validates. */
    public LineConfig {
        if (minDocuments < 2) {
            throw new IllegalArgumentException("minDocuments must be at least 2, got " + minDocuments
                    + "; a passage of one document is no boilerplate");
        }
        if (!(minShare >= 0 && minShare <= 1)) {
            throw new IllegalArgumentException(
                    "minShare must be from 0 to 1, got " + minShare + "; 0 leaves the choice to minDocuments");
        }
        if (minWords < 1) {
            throw new IllegalArgumentException(
                    "minWords must be at least 1, got " + minWords + "; short lines such as 'Example:' are structure");
        }
        if (minTokensLeft < 0) {
            throw new IllegalArgumentException(
                    "minTokensLeft must be at least 0, got " + minTokensLeft + "; 0 drops no document");
        }
    }

    /**
     * Off; else what the documentation of sixteen programs, a host each, recommends: of the passages of five words in a tenth of
     * a host's pages none was content, in a twentieth an eighth, in a fiftieth about half; those of fewer words were headings. Of the
     * pages with fewer than 30 tokens left all were stubs.
     */
    public static LineConfig defaults() {
        return new LineConfig(false, 5, 0.1, 5, 30);
    }
}
