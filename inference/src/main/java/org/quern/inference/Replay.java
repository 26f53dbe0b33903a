package org.quern.inference;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.quern.pretrain.kernel.KernelValue;
import org.quern.pretrain.kernel.Scope;

/**
 * Lets the model read again what a sequence that lost its pages had generated, each position as deep as it was when it was
 * decided.
 */
final class Replay {
    private final DecodingModel model;
    private final KvCache cache;
    private final Optional<Drafter> drafter;

    Replay(DecodingModel model, KvCache cache, Optional<Drafter> drafter) {
        this.model = model;
        this.cache = cache;
        this.drafter = drafter;
    }

    /** Reads again what a sequence had decided, from its prompt's last position on; leaves its cache as it was. */
    void read(Scope step, Sequence sequence) {
        int decided = sequence.length() - 1;
        while (sequence.cached() < decided) {
            // More at a time, and attention would sum in another order than when they were decided.
            int size = Math.min(RowTables.FEW, decided - sequence.cached());
            try (Scope chunk = step.child("replay")) {
                read(chunk, Span.of(sequence, sequence.cached(), size));
            }
            sequence.read(size);
        }
    }

    private void read(Scope chunk, Span span) {
        int layers = model.config().numHiddenLayers();
        Sequence sequence = span.sequence();
        TreeSet<Integer> ends = new TreeSet<>();
        Arrays.stream(span.positions()).forEach(position -> ends.add(sequence.leftAt(position)));
        KernelValue left = model.blank(chunk, span.size());
        KernelValue hidden = model.embed(chunk, span.tokens().toArray());
        int[] positions = span.positions();
        int done = 0;
        for (int end : ends) {
            hidden = model.layers(
                    chunk, cache, hidden, model.rows(chunk, List.of(new Span(sequence, positions))), done, end);
            int[] here = positions;
            long[] leaving = rows(here, sequence, end, true);
            KernelValue states = model.choose(chunk, hidden, leaving);
            long[] places = Arrays.stream(leaving).map(row -> here[(int) row]).toArray();
            if (end < layers) {
                long[] slots = Arrays.stream(places)
                        .map(position -> sequence.slot((int) position))
                        .toArray();
                model.fill(chunk, cache, states, end, places, slots);
            }
            long[] at = Arrays.stream(places)
                    .map(position -> position - span.positions()[0])
                    .toArray();
            model.place(
                    chunk,
                    left,
                    at,
                    states,
                    IntStream.range(0, at.length).asLongStream().toArray());
            long[] staying = rows(here, sequence, end, false);
            if (staying.length > 0) {
                hidden = model.choose(chunk, hidden, staying);
                positions =
                        Arrays.stream(staying).mapToInt(row -> here[(int) row]).toArray();
            }
            done = end;
        }
        drafter.ifPresent(d -> d.read(chunk, left, List.of(span)));
    }

    private static long[] rows(int[] positions, Sequence sequence, int end, boolean leaving) {
        return IntStream.range(0, positions.length)
                .filter(row -> (sequence.leftAt(positions[row]) == end) == leaving)
                .asLongStream()
                .toArray();
    }
}
