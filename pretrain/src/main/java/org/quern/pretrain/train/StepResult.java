package org.quern.pretrain.train;

import java.util.List;
import java.util.Optional;
import org.quern.tokenizer.shard.DocumentSpan;

/**
 * What a step came to, the same on all ranks.
 *
 * @param losses of all ranks
 * @param rate the learning rate
 * @param norm of the gradients
 * @param skipped why the weights were not updated, if so
 * @param documents of a skipped step: where its rows come from
 */
record StepResult(LossSums losses, double rate, double norm, Optional<String> skipped, List<DocumentSpan> documents) {}
