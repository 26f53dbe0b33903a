/**
 * The engine: batches of sequences over a paged cache, early exit, and speculation.
 *
 * <p>A {@link org.quern.inference.Engine} holds a checkpoint and answers requests. Inside, {@code Decoding} cuts the layers into
 * segments at the exits and moves {@code Flight}s, the undecided positions of sequences, through queues before these; {@code
 * PromptReader} and {@code Drafter} read prompts and draft ahead; {@code DecodingModel} is the only one to call kernels.
 */
@NullMarked
package org.quern.inference;

import org.jspecify.annotations.NullMarked;
