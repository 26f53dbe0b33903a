package org.quern.tokenizer.shard;

/**
 * Where a stretch of a packed sequence comes from.
 *
 * @param documentId the document's id
 * @param url where the document was published; empty if unknown
 * @param domain of the document
 * @param start offset of the stretch in the sequence, in tokens
 * @param documentOffset offset of the stretch in the document, in tokens
 */
public record DocumentSpan(String documentId, String url, String domain, int start, int documentOffset) {}
