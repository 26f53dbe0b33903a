package org.quern.tokenizer.shard;

/**
 * A document's tokens, ready to be packed.
 *
 * @param id of the document
 * @param url of the document; empty if unknown
 * @param domain of the document
 * @param key its place in the shuffled order
 * @param tokens ids, the end of text included
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record TokenizedDocument(String id, String url, String domain, long key, int[] tokens) {}
