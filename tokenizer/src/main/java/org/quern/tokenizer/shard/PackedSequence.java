package org.quern.tokenizer.shard;

/**
 * One row to train on: exactly as many tokens as the context is long, of one or more documents.
 *
 * <p>The arrays are copies, the caller's own; equality is not by their contents.
 *
 * @param tokens token ids, padded at the end
 * @param length tokens that are not padding
 * @param documentStarts offsets where a document begins or goes on, ascending from 0
 */
@SuppressWarnings("ArrayRecordComponent") // Read once a step: no list of boxes.
public record PackedSequence(int[] tokens, int length, int[] documentStarts) {}
