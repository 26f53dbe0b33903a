package org.quern.tokenizer.shard;

/**
 * A stretch of a document that stays together in one row.
 *
 * @param document number of the document in the order given
 * @param from first token in the document
 * @param length tokens, 1 to the context's
 */
record Piece(int document, int from, int length) {}
