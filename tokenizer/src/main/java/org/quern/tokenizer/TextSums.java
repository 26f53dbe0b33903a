package org.quern.tokenizer;

import java.io.Serializable;

/** How many documents, tokens, and bytes of text. */
record TextSums(long documents, long tokens, long bytes) implements Serializable {

    private static final long serialVersionUID = 1L;

    static final TextSums NONE = new TextSums(0, 0, 0);

    TextSums plus(TextSums other) {
        return new TextSums(documents + other.documents, tokens + other.tokens, bytes + other.bytes);
    }

    double bytesPerToken() {
        return (double) bytes / Math.max(1, tokens);
    }
}
