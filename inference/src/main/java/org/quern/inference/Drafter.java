package org.quern.inference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
     * Reads decided positions and drafts ahead of them.
     *
     * @param hidden where each left, a row for each position
     * @param spans the decided positions of some live sequences
     * @param flights for each span, the sequence's next flight, which takes the drafts, or one that takes none
     */
    void propose(Scope step, KernelValue hidden, List<Span> spans, List<Flight> flights) {
        Rows rows = model.rows(step, spans);
        KernelValue states = model.draft(step, cache, 0, hidden, tokensAfter(spans, 1, List.of()), rows);
        List<Span> asked = spans;
        List<Flight> takers = flights;
        for (int i = 0; i < depth; i++) {
            List<Span> before = asked;
            List<Integer> wanting = wanting(takers, i);
            if (wanting.isEmpty()) {
                return;
            }
            List<Flight> wanted = wanting.stream().map(takers::get).toList();
            KernelValue last = model.choose(step, states, lastRows(before, wanting));
            draft(step, Math.min(i, model.numDraftLayers() - 1), last, wanted);
            takers = wanted;
            if (i + 1 < model.numDraftLayers()) {
                if (wanting.size() < before.size()) {
                    asked = wanting.stream().map(before::get).toList();
                    states = model.choose(step, states, rowsOf(before, asked));
                    rows = model.rows(step, asked);
                }
                states = model.draft(step, cache, i + 1, states, tokensAfter(asked, i + 2, takers), rows);
            } else if (i + 1 < depth) {
                asked = wanting.stream().map(before::get).map(Drafter::after).toList();
                int newest = i;
                long[] next = takers.stream()
                        .mapToLong(flight -> flight.drafts().get(newest).token())
                        .toArray();
                states = model.draft(step, cache, model.numDraftLayers() - 1, last, next, model.rows(step, asked));
            }
        }
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
