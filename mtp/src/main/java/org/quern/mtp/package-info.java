/**
 * Losses beside the next token's: multi-token prediction as MiMo-7B trains it, and early exits.
 *
 * <p>{@link org.quern.mtp.MtpLoss} and {@link org.quern.mtp.ExitLoss} are given to the trainer;
 * {@link org.quern.mtp.MtpLayer} is the layer itself, its weights and forward pass, which drafting uses too.
 */
@NullMarked
package org.quern.mtp;

import org.jspecify.annotations.NullMarked;
