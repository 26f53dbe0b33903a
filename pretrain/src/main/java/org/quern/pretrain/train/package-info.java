/**
 * The trainer: three stages, AdamW, losses added through one seam, in a Spark barrier stage, resumable to the bit.
 *
 * <p>{@link org.quern.pretrain.train.PretrainJob} is the command and {@link org.quern.pretrain.train.PretrainConfig} its
 * configuration; a {@link org.quern.pretrain.train.LossTermFactory} adds a loss, such as MTP's. In: the folder that
 * {@code tokenize} wrote. Out:
 *
 * <ul>
 *   <li>{@code stage1/ stage2/ stage3/}: the model at the end of each stage, a plain HF folder;
 *   <li>{@code metrics.jsonl}: for each step its stage, tokens, losses, learning rate and gradient norm;
 *   <li>{@code timing.jsonl}: the only file that differs from run to run;
 *   <li>{@code trainer/state.safetensors}, while it runs: flat weights and moments, and in the metadata the step.
 * </ul>
 *
 * <p>The same config, data, seed, ranks and threads give the same bytes, however often the run was killed.
 */
@NullMarked
package org.quern.pretrain.train;

import org.jspecify.annotations.NullMarked;
