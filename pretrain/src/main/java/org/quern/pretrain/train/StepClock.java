package org.quern.pretrain.train;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Splits a step's time by what it went into. Not thread-safe. */
final class StepClock {
    private final Map<Phase, Long> nanos = new EnumMap<>(Phase.class);
    private Phase current = Phase.OTHER;
    private long since = System.nanoTime();

    /** What time goes into. */
    enum Phase {
        /** Rows are read and cut into micro-batches. */
        DATA,
        /** Forward and backward passes, with what of the exchange they hide. */
        COMPUTE,
        /** Waiting for other ranks' gradients. */
        EXCHANGE,
        /** The update of the weights, the way of the new ones to other ranks included. */
        OPTIMIZER,
        /** The copy of what a checkpoint holds, and the wait for the one before. */
        CHECKPOINT,
        /** All else, such as a stage's beginning and this log. */
        OTHER;

        String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** From now on, time goes into a phase. */
    void enter(Phase phase) {
        long now = System.nanoTime();
        nanos.merge(current, now - since, Long::sum);
        since = now;
        current = phase;
    }

    /** The seconds of each phase since the last call. */
    Map<Phase, Double> lap() {
        enter(current);
        Map<Phase, Double> seconds = new EnumMap<>(Phase.class);
        for (Phase phase : Phase.values()) {
            seconds.put(phase, nanos.getOrDefault(phase, 0L) / 1e9);
        }
        nanos.clear();
        return seconds;
    }
}
