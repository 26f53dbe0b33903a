/**
 * Losses beside the next token's: multi-token prediction as MiMo-7B trains it, and early exits.
 *
 * <p>{@link org.quern.mtp.MtpLoss} and {@link org.quern.mtp.ExitLoss} are given to the trainer;
 * {@link org.quern.mtp.MtpLayer} is the layer itself, its weights and forward pass, which drafting uses too.
 * {@link org.quern.mtp.TuneMtpJob} is the command that teaches the layer, or copies of it, to draft further. In: a checkpoint
 * and the folder that {@code tokenize} wrote. Out: what {@code pretrain} leaves of one stage, with {@code mtp1},
 * {@code mtp2}, ... in {@code metrics.jsonl}, the mean losses of the tokens drafted one behind the other.
 */
@NullMarked
package org.quern.mtp;

import org.jspecify.annotations.NullMarked;
