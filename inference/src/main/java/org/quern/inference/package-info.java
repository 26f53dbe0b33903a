/**
 * Decoding: batches of prompts in, completions out.
 *
 * <p>{@code .evaluate} measures checkpoints with it, {@code .report} shows a whole run as one page.
 */
@NullMarked
package org.quern.inference;

import org.jspecify.annotations.NullMarked;
