package org.quern.tokenizer;

import java.io.Serializable;

/** How many documents, tokens, and bytes of text. */
record DomainSums(long documents, long tokens, long bytes) implements Serializable {

    private static final long serialVersionUID = 1L;

    static final DomainSums NONE = new DomainSums(0, 0, 0);

    DomainSums plus(DomainSums other) {
        return new DomainSums(documents + other.documents, tokens + other.tokens, bytes + other.bytes);
    }

    double bytesPerToken() {
        return (double) bytes / Math.max(1, tokens);
    }
}
