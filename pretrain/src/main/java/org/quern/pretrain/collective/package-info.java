/**
 * How ranks add up their gradients.
 *
 * <p>{@link org.quern.pretrain.collective.SumExchange} is the contract: every rank brings an array, all leave with the
 * sum. {@link org.quern.pretrain.collective.RingExchange} sends blocks around a ring over Spark's own transport, so
 * Spark's authentication and encryption hold for it too.
 */
@NullMarked
package org.quern.pretrain.collective;

import org.jspecify.annotations.NullMarked;
