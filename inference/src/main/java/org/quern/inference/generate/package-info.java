/**
 * Offline generation: files of prompts in, files of completions out, as a Spark job that survives whatever dies.
 *
 * <p>{@link org.quern.inference.generate.GenerateJob} cuts the prompts into blocks of a fixed size, in the order given. A
 * block is one task and one part of the output; its finished part is renamed into place, so a part that is there is never
 * made again. Each executor has one engine, whose threads are all of its cores; its tasks take turns.
 *
 * <h2>Prompts</h2>
 *
 * <p>JSONL in UTF-8, also gzipped: one object a line, with either {@code prompt}, a text, or {@code tokens}, a list of token
 * ids; and, all of them optional, {@code id}, a text, and what else than the configuration's holds for this prompt:
 * {@code max_new_tokens}, {@code temperature}, {@code top_k}, {@code top_p}, {@code seed}, {@code stop} (a text or a list of
 * texts), {@code stop_tokens} (ids; the completion ends with the first of them), {@code logprobs} (true for the tokens'
 * log-probabilities), {@code n} (so many samples). A key that is null counts as absent. Without {@code seed}, prompt number i
 * has the configuration's plus i. Blank lines count for nothing.
 *
 * <h2>{@code part-00000.jsonl.gz} and further ones</h2>
 *
 * <p>One object for each prompt, in the order of the input: {@code index}, its number from 0; {@code id}, where it has one;
 * then either {@code error}, why there is nothing, or {@code text}, {@code finish_reason} ({@code end_of_text}, {@code stop},
 * {@code length} or {@code context}), {@code new_tokens}, their number, and where asked for {@code tokens}, their ids, and
 * {@code logprobs}, natural logarithms, one more than the tokens where the end-of-text token came. With {@code n} above 1
 * these stand in {@code samples}, an object for each, and {@code new_tokens} is their sum.
 */
@NullMarked
package org.quern.inference.generate;

import org.jspecify.annotations.NullMarked;
