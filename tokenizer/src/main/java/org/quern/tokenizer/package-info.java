/**
 * Byte-level byte-pair encoding: trained on Spark, saved as a Hugging Face {@code tokenizer.json}, encoded and decoded in Java with
 * the same ids as Hugging Face's tokenizers.
 *
 * <p>{@link org.quern.tokenizer.Tokenizer} is what other modules use; {@code TrainTokenizerJob} makes one from documents,
 * {@code TokenizeJob} turns documents into the packed sequences of {@code org.quern.tokenizer.shard}.
 *
 * <p>Text becomes UTF-8; a surrogate without its partner becomes U+FFFD, as any strict UTF-8 encoder must do. A {@code SplitPattern} cuts it
 * into pieces, each piece is its bytes, and pairs of neighbours merge, the pair that was learnt first before the others and from the
 * left, until no pair is known.
 */
@NullMarked
package org.quern.tokenizer;

import org.jspecify.annotations.NullMarked;
