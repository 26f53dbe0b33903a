package org.quern.inference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.quern.pretrain.kernel.KernelValue;
import org.quern.pretrain.kernel.Scope;

/**
 * Drafts by the MTP layers: layer i, from what layer i - 1 put out for a position and the token that followed, says one token
 * more. Beyond the last layer, that layer goes on from its own output and its own draft, a position further.
 */
final class Drafter {
    private final DecodingModel model;
    private final KvCache cache;
    private final int depth;

    /** @param depth drafts at most, 1 or more */
    Drafter(DecodingModel model, KvCache cache, int depth) {
        this.model = model;
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
        for (int layer = 0; layer < model.numDraftLayers() && !read.isEmpty(); layer++) {
            List<Span> followed = followed(read, layer + 1);
            if (followed.isEmpty()) {
                return;
            }
            states = model.choose(step, states, rowsOf(read, followed));
            long[] next = tokensAfter(followed, layer + 1, List.of());
            if (layer == model.numDraftLayers() - 1) {
                RowTables tables = RowTables.of(followed, false);
                model.fillDraft(step, cache, layer, states, next, tables.positions(), tables.slots());
            } else {
                states = model.draft(step, cache, layer, states, next, model.rows(step, followed));
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
        int deepest = model.numDraftLayers() - 1;
        KernelValue states = hidden;
        List<Span> asked = spans;
        List<Flight> takers = flights;
        for (int layer = 0; layer < Math.min(deepest, depth); layer++) {
            states = model.draft(
                    step, cache, layer, states, tokensAfter(asked, layer + 1, takers), model.rows(step, asked));
            List<Integer> wanting = wanting(takers, layer);
            if (wanting.isEmpty()) {
                return;
            }
            List<Span> before = asked;
            asked = wanting.stream().map(before::get).toList();
            takers = wanting.stream().map(takers::get).toList();
            draft(step, layer, model.choose(step, states, lastRows(before, wanting)), takers);
            states = model.choose(step, states, rowsOf(before, asked));
        }
        if (depth > deepest) {
            goOn(step, states, asked, takers);
        }
    }

    /** Drafts by the last layer, which goes on from its own output. */
    private void goOn(Scope step, KernelValue hidden, List<Span> spans, List<Flight> flights) {
        int layer = model.numDraftLayers() - 1;
        List<Integer> wanting = wanting(flights, layer);
        long[] ends = lastRows(spans, wanting);
        long[] next = tokensAfter(spans, layer + 1, flights);
        fillAllBut(step, hidden, spans, next, ends);
        List<Span> asked = wanting.stream()
                .map(spans::get)
                .map(span -> Span.of(span.sequence(), span.last(), 1))
                .toList();
        List<Flight> takers = wanting.stream().map(flights::get).toList();
        KernelValue states = hidden;
        long[] rows = ends;
        long[] tokens = chosen(next, ends);
        for (int i = layer; i < depth && !takers.isEmpty(); i++) {
            states = model.draft(step, cache, layer, model.choose(step, states, rows), tokens, model.rows(step, asked));
            draft(step, layer, states, takers);
            int drafted = i;
            List<Integer> further = wanting(takers, i + 1);
            takers = further.stream().map(takers::get).toList();
            asked = further.stream().map(asked::get).map(Drafter::after).toList();
            rows = further.stream().mapToLong(Integer::longValue).toArray();
            tokens = takers.stream()
                    .mapToLong(flight -> flight.drafts().get(drafted).token())
                    .toArray();
        }
    }

    private void fillAllBut(Scope step, KernelValue hidden, List<Span> spans, long[] next, long[] rows) {
        long[] rest = LongStream.range(0, next.length)
                .filter(row -> Arrays.binarySearch(rows, row) < 0)
                .toArray();
        if (rest.length > 0) {
            RowTables tables = RowTables.of(spans, false);
            model.fillDraft(
                    step,
                    cache,
                    model.numDraftLayers() - 1,
                    model.choose(step, hidden, rest),
                    chosen(next, rest),
                    chosen(tables.positions(), rest),
                    chosen(tables.slots(), rest));
        }
    }

    private static long[] chosen(long[] values, long[] rows) {
        return Arrays.stream(rows).map(row -> values[(int) row]).toArray();
    }

    private static Span after(Span span) {
        return Span.of(span.sequence(), span.last() + 1, 1);
    }

    private void draft(Scope step, int layer, KernelValue last, List<Flight> flights) {
        TokenChoice choice = TokenChoice.of(model, step, model.draftLogits(step, layer, last), flights);
        for (int f = 0; f < flights.size(); f++) {
            flights.get(f).drafts().add(choice.draft(f, flights.get(f).sequence()));
        }
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
