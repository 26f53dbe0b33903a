/**
 * How ranks add up their gradients.
 *
 * <p>{@link org.quern.pretrain.collective.Communicator} is the contract: reduce-scatter, all-gather and both together.
 * {@link org.quern.pretrain.collective.RingCommunicator} sends parts around a ring over Spark's own transport, so
 * Spark's authentication and encryption hold for it too.
 */
@NullMarked
package org.quern.pretrain.collective;

import org.jspecify.annotations.NullMarked;
