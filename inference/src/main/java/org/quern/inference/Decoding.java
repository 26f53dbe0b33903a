package org.quern.inference;

import ai.djl.ndarray.NDArray;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.quern.pretrain.kernel.KernelValue;
import org.quern.pretrain.kernel.Scope;

/**
 * Decodes some sequences to their ends. The layers are cut into segments at the exits. Before each segment flights queue; a
 * pass takes one queue's flights through its segment, and each either is decided at its end or joins the next queue. An upper
 * segment runs when enough flights wait for it, have waited long enough, or nothing else is left to do.
 */
final class Decoding implements AutoCloseable {
    /** An upper segment runs at the latest after so many passes of waiting, so that no sequence starves. */
    private static final int MAX_WAIT = 64;
    /** Early leavers whose upper caches may stay unfilled, for each row. */
    private static final int UNFILLED = 32;

    private final DecodingModel model;
    private final KvCache cache;
    private final DecodingOptions options;
    private final Scope scope = Scope.open("decoding");
    private final Tally tally;
    private final int[] bounds;
    private final StateStore states;
    private final PrefixIndex prefixes;
    private final Optional<Drafter> drafter;
    private final PromptReader reader;
    private final Deque<Sequence> waiting;
    private final Completion[] completions;
    private final List<Sequence> live = new ArrayList<>();
    private final List<Deque<Flight>> queues = new ArrayList<>();
    private long passes;

    /**
     * Nothing decoded yet.
     *
     * @param waiting the sequences, each of which fits the cache alone
     * @param completions which it fills, by the sequences' indexes
     */
    Decoding(
            DecodingModel model,
            KvCache cache,
            DecodingOptions options,
            Deque<Sequence> waiting,
            Completion[] completions) {
        this.model = model;
        this.cache = cache;
        this.options = options;
        this.waiting = waiting;
        this.completions = completions;
        List<Integer> exits = options.exit().exits(model.config());
        this.bounds = IntStream.concat(
                        IntStream.concat(IntStream.of(0), exits.stream().mapToInt(Integer::intValue)),
                        IntStream.of(model.config().numHiddenLayers()))
                .toArray();
        for (int s = 0; s < bounds.length - 1; s++) {
            queues.add(new ArrayDeque<>());
        }
        this.tally = new Tally(model.config().numHiddenLayers(), queues.size());
        int rows = options.maxRows() * (1 + maxDrafts());
        this.states = new StateStore(model, scope, exits.isEmpty() ? 1 : rows + options.maxRows() * UNFILLED);
        this.prefixes = new PrefixIndex(cache.pool(), options.drafts() > 0 ? model.numDraftLayers() : 0);
        this.drafter =
                options.drafts() > 0 ? Optional.of(new Drafter(model, cache, options.drafts())) : Optional.empty();
        this.reader = new PromptReader(model, cache, drafter);
    }

    private int maxDrafts() {
        return options.exit() instanceof ExitPolicy.SelfSpeculation self ? self.drafts() : options.drafts();
    }

    /** Decodes them all. */
    DecodingStats run() {
        while (!waiting.isEmpty() || !live.isEmpty()) {
            try (Scope step = Scope.open("decoding step")) {
                List<Sequence> newcomers = admit();
                if (newcomers.isEmpty()) {
                    advance(step);
                } else {
                    begin(step, newcomers);
                }
            }
            retire();
        }
        return tally.stats(model.bytesPerPage());
    }

    /** Takes in sequences when an eighth of the rows is free, so that many prompts are read in one pass. */
    private List<Sequence> admit() {
        List<Sequence> newcomers = new ArrayList<>();
        int free = options.maxRows() - live.size();
        boolean lockstep = options.exit() instanceof ExitPolicy.WholeBatch;
        if (free < Math.max(1, options.maxRows() / 8) || (lockstep && isUnderWay())) {
            return newcomers;
        }
        while (newcomers.size() < free && !waiting.isEmpty() && isRoomFor(waiting.peekFirst(), newcomers)) {
            Sequence sequence = waiting.removeFirst();
            int shared = prefixes.share(sequence);
            sequence.read(shared);
            tally.shared(shared);
            if (!growTo(sequence, Math.max(sequence.prompt().length, sequence.length()) + maxDrafts())) {
                sequence.forget(cache.pool());
                waiting.addFirst(sequence);
                break;
            }
            newcomers.add(sequence);
        }
        return newcomers;
    }

    private boolean isUnderWay() {
        return queues.stream().skip(1).anyMatch(queue -> !queue.isEmpty());
    }

    /** Besides its own pages, each sequence needs one to grow into, or they would take turns in losing them. */
    private boolean isRoomFor(Sequence sequence, List<Sequence> newcomers) {
        int needed = KvCache.pagesFor(sequence.length() + 1 + maxDrafts());
        while (cache.pool().numFree() < needed + live.size() + newcomers.size()) {
            if (!prefixes.giveUp()) {
                return live.isEmpty() && newcomers.isEmpty();
            }
        }
        return true;
    }

    /** Gives a sequence pages up to a position, those of prompts that nobody reads now included; whether there were enough. */
    private boolean growTo(Sequence sequence, int position) {
        int last = Math.min(position, model.maxPositions() - 1);
        while (sequence.numPages() <= last / KvCache.PAGE) {
            if (cache.pool().numFree() > 0) {
                sequence.addPage(cache.pool().take());
            } else if (!prefixes.giveUp()) {
                return false;
            }
        }
        tally.held(cache.pool().numHeld());
        return true;
    }

    private void begin(Scope step, List<Sequence> newcomers) {
        KernelValue ends = reader.read(step, newcomers);
        newcomers.forEach(prefixes::add);
        List<Integer> fresh = IntStream.range(0, newcomers.size())
                .filter(i -> newcomers.get(i).numTokens() == 0)
                .boxed()
                .toList();
        for (Sequence sequence : newcomers) {
            reader.replay(step, sequence);
            live.add(sequence);
        }
        List<Flight> flights = newcomers.stream().map(this::flight).toList();
        if (!fresh.isEmpty()) {
            KernelValue last = model.choose(step, ends, toLongs(fresh));
            first(step, last, fresh.stream().map(flights::get).toList());
        }
        newcomers.stream()
                .filter(sequence -> sequence.isLive() && !fresh.contains(newcomers.indexOf(sequence)))
                .forEach(sequence -> queues.get(0).add(flight(sequence)));
    }

    /** The first tokens, from the prompts' last positions. */
    private void first(Scope step, KernelValue last, List<Flight> flights) {
        TokenChoice choice = TokenChoice.of(model, step, model.logits(step, last), flights);
        List<Decided> decided = new ArrayList<>();
        for (int i = 0; i < flights.size(); i++) {
            Sequence sequence = flights.get(i).sequence();
            int token = choice.next(i, sequence);
            remember(choice, i, sequence, token);
            sequence.accept(token);
            tally.left(model.config().numHiddenLayers());
            tally.firstToken();
            decided.add(new Decided(Span.of(sequence, sequence.cached() - 1, 1), i, true));
        }
        takeOff(step, last, decided);
    }

    private Flight flight(Sequence sequence) {
        return new Flight(sequence, Math.max(0, Math.min(options.drafts(), sequence.room())));
    }

    /** Runs one queue through its segment. */
    private void advance(Scope step) {
        passes++;
        int segment = next();
        if (segment == 0) {
            makeRoom();
        }
        List<Flight> flights = take(queues.get(segment));
        if (flights.isEmpty()) {
            return;
        }
        tally.pass(segment);
        KernelValue hidden = segment == 0 ? enter(step, flights) : leaveQueue(step, flights);
        List<Span> spans = flights.stream().map(Flight::entering).toList();
        Rows rows = model.rows(step, spans);
        int last = bounds[segment + 1];
        if (segment == queues.size() - 1) {
            hidden = model.layers(step, cache, hidden, rows, bounds[segment], last);
            settle(step, segment, flights, hidden, model.logits(step, hidden), row -> true);
        } else {
            exit(step, segment, flights, hidden, rows);
        }
    }

    private int next() {
        for (int s = queues.size() - 1; s > 0; s--) {
            Deque<Flight> queue = queues.get(s);
            if (!queue.isEmpty()
                    && (queue.size() >= options.exit().parkedRows()
                            || passes - queue.peekFirst().parkedAt() > MAX_WAIT)) {
                return s;
            }
        }
        for (int s = 0; s < queues.size(); s++) {
            if (!queues.get(s).isEmpty()) {
                return s;
            }
        }
        throw new IllegalStateException("no flight among " + live.size() + " live sequences");
    }

    private static List<Flight> take(Deque<Flight> queue) {
        List<Flight> flights = new ArrayList<>(queue);
        queue.clear();
        return flights;
    }

    /** Gives every flight that is to enter the layers its pages, the oldest sequences first, at the youngest's cost. */
    private void makeRoom() {
        List<Flight> oldest = new ArrayList<>(queues.get(0));
        oldest.sort(Comparator.comparingInt(flight -> live.indexOf(flight.sequence())));
        for (Flight flight : oldest) {
            Sequence sequence = flight.sequence();
            while (live.contains(sequence)
                    && !growTo(sequence, flight.entering().last() + maxDrafts())) {
                preempt(live.get(live.size() - 1));
            }
        }
    }

    private void preempt(Sequence sequence) {
        tally.preempted();
        live.remove(sequence);
        for (Deque<Flight> queue : queues) {
            queue.stream().filter(flight -> flight.sequence() == sequence).forEach(flight -> flight.states()
                    .forEach(states::free));
            queue.removeIf(flight -> flight.sequence() == sequence);
        }
        drop(sequence);
        waiting.addFirst(sequence);
    }

    private void drop(Sequence sequence) {
        sequence.unfilled().forEach(left -> states.free(left.state()));
        sequence.unfilled().clear();
        sequence.forget(cache.pool());
    }

    private KernelValue enter(Scope step, List<Flight> flights) {
        return model.embed(
                step, flights.stream().flatMapToLong(Flight::enteringTokens).toArray());
    }

    private KernelValue leaveQueue(Scope step, List<Flight> flights) {
        fill(step, flights.stream().map(Flight::sequence).toList());
        List<Integer> kept =
                flights.stream().flatMap(flight -> flight.states().stream()).toList();
        KernelValue hidden = states.read(step, kept);
        kept.forEach(states::free);
        flights.forEach(flight -> flight.states().clear());
        return hidden;
    }

    /** Fills the upper layers' caches for what has left early, all positions of an exit at once. */
    private void fill(Scope step, List<Sequence> sequences) {
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
                    all.stream()
                            .mapToLong(
                                    left -> left.sequence().slot(left.unfilled().position()))
                            .toArray());
            kept.forEach(states::free);
        });
    }

    private record Left(Sequence sequence, Sequence.Unfilled unfilled) {}

    /** Runs to an exit, and decides or parks. */
    private void exit(Scope step, int segment, List<Flight> flights, KernelValue entering, Rows rows) {
        ExitTest test = test();
        int last = bounds[segment + 1];
        KernelValue hidden = entering;
        NDArray logits;
        float[] confidences;
        if (test.confidence() == Confidence.SIMILARITY) {
            KernelValue before = model.layers(step, cache, entering, rows, bounds[segment], last - 1);
            hidden = model.layers(step, cache, before, rows, last - 1, last);
            logits = model.logits(step, hidden);
            confidences = model.similarities(step, hidden, before);
        } else {
            hidden = model.layers(step, cache, entering, rows, bounds[segment], last);
            logits = model.logits(step, hidden);
            confidences = model.confidences(step, logits, test.confidence());
        }
        boolean[] sure = new boolean[confidences.length];
        int row = 0;
        for (Flight flight : flights) {
            int entered = flight.entering().size();
            for (int i = 0; i < entered; i++, row++) {
                Sequence sequence = flight.sequence();
                sure[row] = test.passes(
                        confidences[row],
                        sequence.numTokens() + flight.size() - entered + i,
                        sequence.request().maxNewTokens());
            }
        }
        if (options.exit() instanceof ExitPolicy.SelfSpeculation self) {
            draft(step, self, flights, hidden, logits, sure);
        } else {
            boolean all = IntStream.range(0, sure.length).allMatch(r -> sure[r]);
            boolean together = options.exit() instanceof ExitPolicy.WholeBatch;
            settle(step, segment, flights, hidden, logits, r -> together ? all : sure[r]);
        }
    }

    private ExitTest test() {
        if (options.exit() instanceof ExitPolicy.WholeBatch whole) {
            return whole.test();
        } else if (options.exit() instanceof ExitPolicy.Compaction compaction) {
            return compaction.test();
        } else if (options.exit() instanceof ExitPolicy.SelfSpeculation self) {
            return self.test();
        }
        throw new IllegalStateException(options.exit() + " has no exits");
    }

    /** Lets sure positions propose the next token, and sends the others up to be verified. */
    private void draft(
            Scope step,
            ExitPolicy.SelfSpeculation policy,
            List<Flight> flights,
            KernelValue hidden,
            NDArray logits,
            boolean[] sure) {
        TokenChoice choice = TokenChoice.of(model, step, logits, flights);
        int[] kept = states.keep(
                step, hidden, IntStream.range(0, flights.size()).boxed().toList());
        for (int f = 0; f < flights.size(); f++) {
            Flight flight = flights.get(f);
            flight.states().add(kept[f]);
            int have = flight.drafts().size();
            if (sure[f] && have < Math.min(policy.drafts(), flight.sequence().room())) {
                flight.drafts().add(choice.draft(f, flight.sequence()));
                queues.get(0).add(flight);
            } else {
                flight.parkedAt(passes);
                queues.get(1).add(flight);
            }
        }
    }

    /**
     * Positions of a sequence that a pass decided.
     *
     * @param row of the first of them
     * @param done whether nothing of the flight is left
     */
    private record Decided(Span span, int row, boolean done) {}

    /** Decides positions from their logits, as far as they are sure; what is left of a flight joins the next queue. */
    private void settle(
            Scope step, int segment, List<Flight> flights, KernelValue hidden, NDArray logits, IntPredicate sure) {
        TokenChoice choice = TokenChoice.of(model, step, logits, flights);
        int layer = bounds[segment + 1];
        List<Decided> decided = new ArrayList<>();
        List<Integer> parked = new ArrayList<>();
        List<Flight> parkers = new ArrayList<>();
        List<Integer> leavers = new ArrayList<>();
        List<Sequence> left = new ArrayList<>();
        int row = 0;
        for (Flight flight : flights) {
            int size = flight.size();
            int from = flight.sequence().cached();
            int i = 0;
            boolean open = true;
            while (open && i < size && sure.test(row + i)) {
                open = decide(choice, row + i, flight, layer);
                i++;
            }
            boolean done = !open || i == size;
            if (i > 0 && layer < model.config().numHiddenLayers()) {
                for (int k = 0; k < i; k++) {
                    leavers.add(row + k);
                    left.add(flight.sequence());
                }
            }
            if (i > 0) {
                decided.add(new Decided(Span.of(flight.sequence(), from, i), row, done));
            }
            if (!done) {
                for (int k = i; k < size; k++) {
                    parked.add(row + k);
                }
                parkers.add(flight);
            }
            row += size;
        }
        keepLeavers(step, hidden, leavers, left, layer);
        park(step, segment, hidden, parked, parkers);
        takeOff(step, hidden, decided);
    }

    /** Decides a flight's next position; whether the position after it stands. */
    private boolean decide(TokenChoice choice, int row, Flight flight, int layer) {
        Sequence sequence = flight.sequence();
        int at = flight.undecided();
        boolean drafted = at < flight.drafts().size();
        int token = drafted ? choice.verify(row, sequence, flight.drafts().get(at)) : choice.next(row, sequence);
        boolean kept = drafted && token == flight.drafts().get(at).token();
        if (drafted) {
            tally.draft(at, kept);
        }
        remember(choice, row, sequence, token);
        sequence.decide(token, layer);
        flight.decide();
        tally.left(layer);
        return kept && sequence.isLive();
    }

    private static void remember(TokenChoice choice, int row, Sequence sequence, int token) {
        if (sequence.request().logProbabilities()) {
            sequence.logProbability(choice.logProbability(row, token));
        }
    }

    private void keepLeavers(Scope step, KernelValue hidden, List<Integer> rows, List<Sequence> sequences, int layer) {
        if (rows.isEmpty()) {
            return;
        }
        if (states.numFree() < options.maxRows() * (1 + maxDrafts()) + rows.size()) {
            fill(step, live);
        }
        int[] kept = states.keep(step, hidden, rows);
        for (int i = 0; i < kept.length; i++) {
            Sequence sequence = sequences.get(i);
            int later = 0;
            while (i + later + 1 < kept.length && sequences.get(i + later + 1) == sequence) {
                later++;
            }
            sequence.unfilled().add(new Sequence.Unfilled(sequence.cached() - 1 - later, layer, kept[i]));
        }
    }

    private void park(Scope step, int segment, KernelValue hidden, List<Integer> rows, List<Flight> flights) {
        if (rows.isEmpty()) {
            return;
        }
        int[] kept = states.keep(step, hidden, rows);
        int at = 0;
        for (Flight flight : flights) {
            for (int i = 0; i < flight.size(); i++) {
                flight.states().add(kept[at++]);
            }
            flight.parkedAt(passes);
            queues.get(segment + 1).add(flight);
        }
    }

    /** Lets the MTP layers read what was decided, and queues the next flights of the sequences that go on. */
    private void takeOff(Scope step, KernelValue hidden, List<Decided> decided) {
        List<Decided> going =
                decided.stream().filter(d -> d.span().sequence().isLive()).toList();
        if (going.isEmpty()) {
            return;
        }
        List<Flight> flights = going.stream()
                .map(d -> d.done()
                        ? flight(d.span().sequence())
                        : new Flight(d.span().sequence(), 0))
                .toList();
        drafter.ifPresent(d -> d.propose(
                step,
                model.choose(step, hidden, rows(going)),
                going.stream().map(Decided::span).toList(),
                flights));
        for (int i = 0; i < going.size(); i++) {
            if (going.get(i).done()) {
                queues.get(0).add(flights.get(i));
            }
        }
    }

    private static long[] rows(List<Decided> decided) {
        return decided.stream()
                .flatMapToInt(d -> IntStream.range(d.row(), d.row() + d.span().size()))
                .asLongStream()
                .toArray();
    }

    private static long[] toLongs(List<Integer> numbers) {
        return numbers.stream().mapToLong(Integer::longValue).toArray();
    }

    /** Takes out what has ended. */
    private void retire() {
        List<Sequence> ended = live.stream().filter(s -> !s.isLive()).collect(Collectors.toList());
        for (Sequence sequence : ended) {
            completions[sequence.index()] = sequence.completion();
            drop(sequence);
            live.remove(sequence);
        }
    }

    @Override
    public void close() {
        scope.close();
    }
}
