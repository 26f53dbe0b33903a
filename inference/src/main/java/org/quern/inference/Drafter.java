package org.quern.inference;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.quern.pretrain.kernel.KernelValue;
import org.quern.pretrain.kernel.Scope;

/**
 * Drafts by the MTP layers: layer i, from what layer i - 1 put out for a position and the token that followed, says one token
 * more. Beyond the last layer, that layer goes on from its own output and its own draft, a position further.
 */
final class Drafter {
    private final DecodingModel model;
    private final List<DraftLayer> layers;
    private final KvCache cache;
    private final int depth;

    /** @param depth drafts at most, 1 or more */
    Drafter(DecodingModel model, KvCache cache, int depth) {
        this.model = model;
        this.layers = model.draftLayers();
        this.cache = cache;
        this.depth = depth;
    }

    /**
     * Lets the MTP layers read positions of prompts.
     *
     * @param hidden the last layer's, a row for each position
     */
    void read(Scope step, KernelValue hidden, List<Span> spans) {
        KernelValue states = hidden;
        List<Span> read = spans;
        for (int i = 0; i < layers.size() && !read.isEmpty(); i++) {
            List<Span> followed = followed(read, i + 1);
            if (followed.isEmpty()) {
                return;
            }
            states = model.choose(step, states, rowsOf(read, followed));
            long[] next = tokensAfter(followed, i + 1, List.of());
            if (i == layers.size() - 1) {
                RowTables tables = RowTables.of(followed, false);
                layers.get(i).fill(step, cache, states, next, tables.positions(), tables.slots());
            } else {
                states = layers.get(i).run(step, cache, states, next, model.rows(step, followed));
            }
            read = followed;
        }
    }

    /**
     * Reads decided positions and drafts ahead of them. Of the last layer, only what it says after the last of a sequence's
     * positions is looked at: for the others its cache alone is filled.
     *
     * @param hidden where each left, a row for each position
     * @param spans the decided positions of some live sequences
     * @param flights for each span, the sequence's next flight, which takes the drafts, or one that takes none
     */
    void propose(Scope step, KernelValue hidden, List<Span> spans, List<Flight> flights) {
        KernelValue states = hidden;
        List<Span> asked = spans;
        List<Flight> takers = flights;
        for (int i = 0; i < layers.size() - 1; i++) {
            DraftLayer layer = layers.get(i);
            states = layer.run(step, cache, states, tokensAfter(asked, i + 1, takers), model.rows(step, asked));
            List<Integer> wanting = wanting(takers, i);
            if (wanting.isEmpty()) {
                return;
            }
            List<Span> before = asked;
            asked = wanting.stream().map(before::get).toList();
            takers = wanting.stream().map(takers::get).toList();
            NDArray logits = layer.logits(step, model.choose(step, states, lastRows(before, wanting)));
            take(TokenChoice.of(model, step, logits, takers), takers);
            if (i + 1 == depth) {
                return;
            }
            states = model.choose(step, states, rowsOf(before, asked));
        }
        goOn(step, states, asked, takers);
    }

    /** Drafts by the last layer. */
    private void goOn(Scope step, KernelValue hidden, List<Span> spans, List<Flight> flights) {
        int layer = layers.size() - 1;
        List<Integer> wanting = wanting(flights, layer);
        long[] ends = lastRows(spans, wanting);
        long[] next = tokensAfter(spans, layer + 1, flights);
        fillAllBut(step, hidden, spans, next, ends);
        if (!wanting.isEmpty()) {
            List<Span> at = wanting.stream()
                    .map(spans::get)
                    .map(span -> Span.of(span.sequence(), span.last(), 1))
                    .toList();
            List<Flight> takers = wanting.stream().map(flights::get).toList();
            goOn(step, model.choose(step, hidden, ends), chosen(next, ends), at, takers);
        }
    }

    /**
     * Lets the last layer go on from its own output until every flight has its drafts.
     *
     * @param states a row for each sequence
     * @param next the token after each
     * @param at each sequence's position
     */
    private void goOn(Scope step, KernelValue states, long[] next, List<Span> at, List<Flight> takers) {
        int have = takers.get(0).drafts().size();
        int links = links(takers, have);
        List<Span> ahead = at.stream()
                .map(span -> Span.of(span.sequence(), span.last(), links))
                .toList();
        DraftLayer.Chain chain = layers.get(layers.size() - 1).goOn(step, cache, states, next, model.rows(step, ahead));
        take(step, chain, takers);
        List<Integer> further = wanting(takers, have + links);
        if (!further.isEmpty()) {
            long[] rows = further.stream().mapToLong(Integer::longValue).toArray();
            List<Flight> others = further.stream().map(takers::get).toList();
            long[] drafted = others.stream()
                    .mapToLong(flight -> flight.drafts().get(have + links - 1).token())
                    .toArray();
            List<Span> beyond = further.stream()
                    .map(ahead::get)
                    .map(span -> Span.of(span.sequence(), span.last() + 1, 1))
                    .toList();
            goOn(step, model.choose(step, chain.states(), rows), drafted, beyond, others);
        }
    }

    /** How many drafts all of them take; but one where a draft is drawn, of which the next one has to know. */
    private static int links(List<Flight> takers, int have) {
        return drawsAny(takers)
                ? 1
                : takers.stream().mapToInt(Flight::wants).min().orElseThrow() - have;
    }

    private static boolean drawsAny(List<Flight> takers) {
        return takers.stream()
                .anyMatch(flight -> !flight.sequence().request().sampling().isGreedy());
    }

    private void take(Scope step, DraftLayer.Chain chain, List<Flight> takers) {
        if (drawsAny(takers)) {
            take(TokenChoice.of(model, step, chain.logits(), takers), takers);
            return;
        }
        for (int i = 0; i < chain.best().length; i++) {
            takers.get(i % takers.size()).drafts().add(new Sequence.Draft((int) chain.best()[i], Optional.empty()));
        }
    }

    private static void take(TokenChoice choice, List<Flight> takers) {
        for (int f = 0; f < takers.size(); f++) {
            takers.get(f).drafts().add(choice.draft(f, takers.get(f).sequence()));
        }
    }

    private void fillAllBut(Scope step, KernelValue hidden, List<Span> spans, long[] next, long[] rows) {
        long[] rest = LongStream.range(0, next.length)
                .filter(row -> Arrays.binarySearch(rows, row) < 0)
                .toArray();
        if (rest.length > 0) {
            RowTables tables = RowTables.of(spans, false);
            layers.get(layers.size() - 1)
                    .fill(
                            step,
                            cache,
                            model.choose(step, hidden, rest),
                            chosen(next, rest),
                            chosen(tables.positions(), rest),
                            chosen(tables.slots(), rest));
        }
    }

    private static long[] chosen(long[] values, long[] rows) {
        return Arrays.stream(rows).map(row -> values[(int) row]).toArray();
    }

    private List<Integer> wanting(List<Flight> flights, int have) {
        List<Integer> wanting = new ArrayList<>();
        for (int f = 0; f < flights.size(); f++) {
            if (flights.get(f).wants() > have) {
                wanting.add(f);
            }
        }
        return wanting;
    }

    /** The tokens so many places after each position; where they are drafts, of the span's flight. */
    private static long[] tokensAfter(List<Span> spans, int places, List<Flight> flights) {
        long[] tokens = new long[spans.stream().mapToInt(Span::size).sum()];
        int row = 0;
        for (int s = 0; s < spans.size(); s++) {
            Sequence sequence = spans.get(s).sequence();
            for (int position : spans.get(s).positions()) {
                int at = position + places;
                tokens[row++] = at < sequence.length()
                        ? sequence.token(at)
                        : flights.get(s).drafts().get(at - sequence.length()).token();
            }
        }
        return tokens;
    }

    /** The parts of spans whose token so many places on is known. */
    private static List<Span> followed(List<Span> spans, int places) {
        List<Span> followed = new ArrayList<>();
        for (Span span : spans) {
            int[] known = Arrays.stream(span.positions())
                    .filter(position -> position + places < span.sequence().length())
                    .toArray();
            if (known.length > 0) {
                followed.add(new Span(span.sequence(), known));
            }
        }
        return followed;
    }

    /** The rows of parts of spans, which begin as these do, among all of their rows. */
    private static long[] rowsOf(List<Span> spans, List<Span> parts) {
        long[] rows = new long[parts.stream().mapToInt(Span::size).sum()];
        int row = 0;
        int n = 0;
        int part = 0;
        for (Span span : spans) {
            if (part < parts.size() && parts.get(part).sequence() == span.sequence()) {
                for (int i = 0; i < parts.get(part).size(); i++) {
                    rows[n++] = row + (long) i;
                }
                part++;
            }
            row += span.size();
        }
        return rows;
    }

    private static long[] lastRows(List<Span> spans, List<Integer> chosen) {
        long[] ends = new long[spans.size()];
        int row = 0;
        for (int s = 0; s < ends.length; s++) {
            row += spans.get(s).size();
            ends[s] = row - 1L;
        }
        return chosen.stream().mapToLong(s -> ends[s]).toArray();
    }
}
