package org.quern.inference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.quern.pretrain.kernel.KernelValue;
import org.quern.pretrain.kernel.Scope;

/**
 * Lets the model read what is known of new sequences: their prompts at full depth, a chunk at a time; and of those that lost
 * their pages, what they had generated, each position as deep as it was when it was decided.
 */
final class PromptReader {
    /** Positions of each prompt in one pass: bounds the attention mask's memory. */
    private static final int CHUNK = 64;
    /** Decided positions read again in one pass. */
    private static final int REPLAYED = 64;

    private final DecodingModel model;
    private final KvCache cache;
    private final Optional<Drafter> drafter;

    PromptReader(DecodingModel model, KvCache cache, Optional<Drafter> drafter) {
        this.model = model;
        this.cache = cache;
        this.drafter = drafter;
    }

    /**
     * Reads prompts, from what each sequence has cached on.
     *
     * @return the hidden state of each prompt's last position, a row for each
     */
    KernelValue read(Scope step, List<Sequence> sequences) {
        KernelValue ends = model.blank(step, sequences.size());
        while (sequences.stream().anyMatch(s -> s.cached() < s.prompt().length)) {
            List<Span> spans = new ArrayList<>();
            for (Sequence sequence : sequences) {
                int size = Math.min(CHUNK, sequence.prompt().length - sequence.cached());
                if (size > 0) {
                    spans.add(Span.of(sequence, sequence.cached(), size));
                }
            }
            try (Scope chunk = step.child("chunk")) {
                read(chunk, spans, sequences, ends);
            }
            spans.forEach(span -> span.sequence().read(span.size()));
        }
        return ends;
    }

    private void read(Scope chunk, List<Span> spans, List<Sequence> sequences, KernelValue ends) {
        Rows rows = model.rows(chunk, spans);
        KernelValue hidden = model.layers(
                chunk,
                cache,
                model.embed(chunk, tokens(spans)),
                rows,
                0,
                model.config().numHiddenLayers());
        drafter.ifPresent(d -> d.read(chunk, hidden, spans));
        List<Long> ending = new ArrayList<>();
        List<Long> from = new ArrayList<>();
        long row = -1;
        for (Span span : spans) {
            row += span.size();
            if (span.last() == span.sequence().prompt().length - 1) {
                ending.add((long) sequences.indexOf(span.sequence()));
                from.add(row);
            }
        }
        if (!ending.isEmpty()) {
            model.place(chunk, ends, toArray(ending), hidden, toArray(from));
        }
    }

    /** Reads again what a sequence had decided after its prompt; leaves its cache as it was. */
    void replay(Scope step, Sequence sequence) {
        int decided = sequence.length() - 1;
        while (sequence.cached() < decided) {
            int size = Math.min(REPLAYED, decided - sequence.cached());
            try (Scope chunk = step.child("replay")) {
                replay(chunk, Span.of(sequence, sequence.cached(), size));
            }
            sequence.read(size);
        }
    }

    private void replay(Scope chunk, Span span) {
        int layers = model.config().numHiddenLayers();
        Sequence sequence = span.sequence();
        TreeSet<Integer> ends = new TreeSet<>();
        Arrays.stream(span.positions()).forEach(position -> ends.add(sequence.leftAt(position, layers)));
        KernelValue left = model.blank(chunk, span.size());
        KernelValue hidden = model.embed(chunk, tokens(List.of(span)));
        int[] positions = span.positions();
        int done = 0;
        for (int end : ends) {
            hidden = model.layers(
                    chunk, cache, hidden, model.rows(chunk, List.of(new Span(sequence, positions))), done, end);
            int[] here = positions;
            long[] leaving = rows(here, sequence, layers, end, true);
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
            long[] staying = rows(here, sequence, layers, end, false);
            if (staying.length > 0) {
                hidden = model.choose(chunk, hidden, staying);
                positions =
                        Arrays.stream(staying).mapToInt(row -> here[(int) row]).toArray();
            }
            done = end;
        }
        drafter.ifPresent(d -> d.read(chunk, left, List.of(span)));
    }

    private static long[] rows(int[] positions, Sequence sequence, int layers, int end, boolean leaving) {
        return IntStream.range(0, positions.length)
                .filter(row -> (sequence.leftAt(positions[row], layers) == end) == leaving)
                .asLongStream()
                .toArray();
    }

    private static long[] tokens(List<Span> spans) {
        return spans.stream()
                .flatMapToInt(span -> Arrays.stream(span.positions()).map(span.sequence()::token))
                .asLongStream()
                .toArray();
    }

    private static long[] toArray(List<Long> numbers) {
        return numbers.stream().mapToLong(Long::longValue).toArray();
    }
}
