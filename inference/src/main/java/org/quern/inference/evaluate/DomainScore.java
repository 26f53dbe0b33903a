package org.quern.inference.evaluate;

import java.util.List;

/**
 * The loss on one domain's held-out text. A document's first token has no context: neither it nor its bytes count.
 *
 * @param tokens that were predicted
 * @param bytes of those tokens
 * @param unigramBitsPerByte what the best of all unigram models reaches, see {@link UnigramBaseline}
 * @param exits one score for each exit layer, ascending; the last is the whole model
 */
public record DomainScore(
        String domain, long documents, long tokens, long bytes, double unigramBitsPerByte, List<ExitScore> exits) {
    /** Copies the list; a domain has at least the score of the whole model. */
    public DomainScore {
        exits = List.copyOf(exits);
        if (exits.isEmpty()) {
            throw new IllegalArgumentException(
                    "domain '" + domain + "' needs at least the whole model's score, got none");
        }
    }

    /** The whole model's score. */
    public ExitScore full() {
        return exits.get(exits.size() - 1);
    }
}
