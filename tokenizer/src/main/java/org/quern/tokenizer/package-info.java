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
 * {@code plan.json}: {@code tokenizer} (SHA-256), {@code seed} and {@code stages}, each with {@code name,
 * contextLength, sequences, tokens} (without padding), {@code padding, documents, cut} (documents longer than the
 * context), {@code shards, bytes} and {@code domains}: by name {@code ratio} (wanted), {@code share} (of the stage's
 * tokens), {@code tokens, documents, available} (tokens before the ratios were met), {@code availableDocuments} and
 * {@code bytesPerToken}.
 */
@NullMarked
package org.quern.tokenizer;

import org.jspecify.annotations.NullMarked;
