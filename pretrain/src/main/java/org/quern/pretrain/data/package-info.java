/**
 * What a training step reads: rows of packed tokens in an order that depends on the seed alone.
 *
 * <p>In: a stage's Arrow shards, as the tokenizer writes them. Out: the {@code TokenBatch}es of a step.
 */
@NullMarked
package org.quern.pretrain.data;

import org.jspecify.annotations.NullMarked;
