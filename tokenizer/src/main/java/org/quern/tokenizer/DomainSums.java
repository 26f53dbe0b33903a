package org.quern.tokenizer;

/** How many documents, tokens, and bytes of text. */
record DomainSums(long documents, long tokens, long bytes) {

    static final DomainSums NONE = new DomainSums(0, 0, 0);

    DomainSums plus(DomainSums other) {
        return new DomainSums(documents + other.documents, tokens + other.tokens, bytes + other.bytes);
    }
}
