/**
 * Scores of checkpoints: loss on held-out text at every exit, exact match on held-out problems and speed in every way of
 * decoding.
 *
 * <p>{@link org.quern.inference.evaluate.Evaluation} holds all scores of a run and
 * {@link org.quern.inference.evaluate.ResultsFile} is their file.
 *
 * <h2>{@code results.json}</h2>
 *
 * <p>One JSON object. {@code results}, {@code configs}, {@code versions}, {@code n-shot}, {@code higher_is_better},
 * {@code n-samples} and {@code config} are lm-evaluation-harness 0.4's and describe the last checkpoint: tasks
 * {@code heldout_DOMAIN} ({@code bits_per_byte,none}, {@code token_loss,none}) and {@code heldout_problems}
 * ({@code exact_match,none}, {@code exact_match_stderr,none}). {@code stages} holds every checkpoint's
 * {@link org.quern.inference.evaluate.StageScore}; {@code speeds} its {@link org.quern.inference.evaluate.StageSpeed}, all
 * that differs from machine to machine. {@code samples.jsonl} beside it: one
 * {@link org.quern.inference.evaluate.Sample} a line.
 */
@NullMarked
package org.quern.inference.evaluate;

import org.jspecify.annotations.NullMarked;
