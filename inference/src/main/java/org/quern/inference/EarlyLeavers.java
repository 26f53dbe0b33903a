package org.quern.inference;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.quern.pretrain.kernel.KernelValue;
import org.quern.pretrain.kernel.Scope;

/**
 * Fills the caches that positions skipped by leaving early: not at once, but before their sequences next enter the layers
 * above, all positions of an exit together.
 */
final class EarlyLeavers {
    /** Positions that may stay unfilled, for each row. */
    static final int UNFILLED = 32;

    private final DecodingModel model;
    private final KvCache cache;
    private final StateStore states;
    private final int reserved;

    /** @param reserved places for states that others need */
    EarlyLeavers(DecodingModel model, KvCache cache, StateStore states, int reserved) {
        this.model = model;
        this.cache = cache;
        this.states = states;
        this.reserved = reserved;
    }

    /**
     * A position that leaves.
     *
     * @param row of the pass's states
     */
    record Leaver(Sequence sequence, int position, int row) {}

    /**
     * Remembers positions that have left.
     *
     * @param layer after which they left
     * @param live all sequences, whose caches are filled where there is no more room to remember
     */
    void remember(Scope step, KernelValue hidden, List<Leaver> leaving, int layer, List<Sequence> live) {
        if (leaving.isEmpty()) {
            return;
        }
        if (states.numFree() < reserved + leaving.size()) {
            fill(step, live);
        }
        int[] kept = states.keep(step, hidden, leaving.stream().map(Leaver::row).toList());
        for (int i = 0; i < kept.length; i++) {
            Leaver leaver = leaving.get(i);
            leaver.sequence().unfilled().add(new Sequence.Unfilled(leaver.position(), layer, kept[i]));
        }
    }

    /** Fills the caches of some sequences. */
    void fill(Scope step, List<Sequence> sequences) {
        Map<Integer, List<Left>> byExit = new TreeMap<>();
        for (Sequence sequence : sequences) {
            sequence.unfilled().forEach(left -> byExit.computeIfAbsent(left.exit(), exit -> new ArrayList<>())
                    .add(new Left(sequence, left)));
            sequence.unfilled().clear();
        }
        byExit.forEach((exit, all) -> {
            List<Integer> kept =
                    all.stream().map(left -> left.unfilled().state()).toList();
            model.fill(
                    step,
                    cache,
                    states.read(step, kept),
                    exit,
                    all.stream().mapToLong(left -> left.unfilled().position()).toArray(),
                    all.stream().mapToLong(Left::slot).toArray());
            kept.forEach(states::free);
        });
    }

    private record Left(Sequence sequence, Sequence.Unfilled unfilled) {
        long slot() {
            return sequence.slot(unfilled.position());
        }
    }

    /** Forgets the positions of a sequence that loses its pages or has ended. */
    void forget(Sequence sequence) {
        sequence.unfilled().forEach(left -> states.free(left.state()));
        sequence.unfilled().clear();
    }
}
