/**
 * Byte-level byte-pair encoding: trained on Spark, saved as a Hugging Face {@code tokenizer.json}, encoded and decoded
 * in Java with the same ids as Hugging Face's tokenizers.
 *
 * <p>{@link org.quern.tokenizer.Tokenizer} is what other modules use; {@link org.quern.tokenizer.TrainTokenizerJob}
 * makes one from documents, {@link org.quern.tokenizer.TokenizeJob} turns documents into the packed sequences of
 * {@link org.quern.tokenizer.shard}.
 *
 * <p>Text becomes UTF-8; a surrogate without its partner becomes U+FFFD, as any strict UTF-8 encoder must do. A split
 * pattern cuts it into pieces, each piece is its bytes, and pairs of neighbours merge, the pair that was learnt first
 * before the others and from the left, until no pair is known.
 *
 * <p>{@code tokenize} leaves {@code stageN/shard-NNNNN.arrow}, the {@code tokenizer.json} that made them, and
 * {@code plan.json}, which is {@link org.quern.tokenizer.TokenizedPlan} as it stands: what each stage holds, by domain
 * and by language, and how it uses the vocabulary.
 */
@NullMarked
package org.quern.tokenizer;

import org.jspecify.annotations.NullMarked;
