/**
 * The trainer: three stages, AdamW, losses added through one seam, in a Spark barrier stage, resumable to the bit.
 *
 * <p>{@link org.quern.pretrain.train.PretrainJob} is the command and {@link org.quern.pretrain.train.PretrainConfig} its
 * configuration; a {@link org.quern.pretrain.train.LossTermFactory} adds a loss, such as MTP's. Another
 * {@link org.quern.pretrain.train.Training} in a {@link org.quern.pretrain.train.TrainingRun} trains some of a model's
 * weights and keeps the others. In: the folder that {@code tokenize} wrote. Out:
 *
 * <ul>
 *   <li>{@code stage1/ stage2/ stage3/}: the model at the end of each stage, a plain HF folder;
 *   <li>{@code metrics.jsonl}: for each step its stage, tokens, losses, the next token's also by domain, learning rate
 *       and gradient norm; for a skipped one also why, and its documents;
 *   <li>{@code timing.jsonl}: for each step what its time went into, tokens a second, MFU and memory; {@code tensorboard/}:
 *       all numbers of both as TensorBoard's events. Only these differ from run to run;
 *   <li>{@code trainer/step-N/}, while it runs: the last checkpoints.
 * </ul>
 *
 * <p>The same config, data, seed, ranks and threads give the same bytes, however often the run was killed.
 */
@NullMarked
package org.quern.pretrain.train;

import org.jspecify.annotations.NullMarked;
