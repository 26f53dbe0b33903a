package org.quern.inference;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.quern.pretrain.kernel.KernelValue;
import org.quern.pretrain.kernel.Scope;

/**
 * Decodes some sequences to their ends. The layers are cut into segments at the exits. A pass takes flights through one of
 * them, and each either is decided at its end or waits for the next, as the {@link Schedule} has it.
 */
final class Decoding implements AutoCloseable {
    private final DecodingModel model;
    private final KvCache cache;
    private final DecodingOptions options;
    private final Scope scope = Scope.open("decoding");
    private final Tally tally;
    private final int[] bounds;
    private final StateStore states;
    private final EarlyLeavers leavers;
    private final PrefixIndex prefixes;
    private final Admission admission;
    private final Optional<Drafter> drafter;
    private final PromptReader reader = new PromptReader();
    private final Schedule schedule;
    private final Replay replay;
    private final Completion[] completions;
    private final List<Sequence> live = new ArrayList<>();

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
        this.completions = completions;
        List<Integer> exits = options.exit().exits(model.config());
        this.bounds = IntStream.concat(
                        IntStream.concat(IntStream.of(0), exits.stream().mapToInt(Integer::intValue)),
                        IntStream.of(model.config().numHiddenLayers()))
                .toArray();
        int segments = bounds.length - 1;
        this.schedule = new Schedule(reader, segments, options.exit().parkedRows());
        this.tally = new Tally(model.config().numHiddenLayers(), segments);
        int parked = options.maxRows() * (1 + maxDrafts()) + PromptReader.ROWS;
        this.states =
                new StateStore(model, scope, exits.isEmpty() ? 1 : parked + options.maxRows() * EarlyLeavers.UNFILLED);
        this.leavers = new EarlyLeavers(model, cache, states, parked);
        this.prefixes = new PrefixIndex(cache.pool(), options.drafts() > 0 ? model.numDraftLayers() : 0);
        this.admission = new Admission(waiting, cache.pool(), prefixes, tally, model.maxPositions(), maxDrafts());
        this.drafter =
                options.drafts() > 0 ? Optional.of(new Drafter(model, cache, options.drafts())) : Optional.empty();
        this.replay = new Replay(model, cache, drafter);
    }

    private int maxDrafts() {
        return options.exit() instanceof ExitPolicy.SelfSpeculation self ? self.drafts() : options.drafts();
    }

    /** Decodes them all. */
    DecodingStats run() {
        while (admission.isAnyWaiting() || !live.isEmpty()) {
            try (Scope step = Scope.open("decoding step")) {
                admit();
                advance(step);
            }
            retire();
        }
        return tally.stats(model.bytesPerPage());
    }

    /** Takes in sequences when an eighth of the rows is free, so that many prompts are read in one pass. */
    private void admit() {
        int free = options.maxRows() - live.size();
        boolean lockstep = options.exit() instanceof ExitPolicy.WholeBatch;
        if (free < Math.max(1, options.maxRows() / 8) || (lockstep && schedule.isUnderWay())) {
            return;
        }
        while (live.size() < options.maxRows() && admission.letIn(live)) {
            schedule.admit(live.get(live.size() - 1));
        }
    }

    private Flight flight(Sequence sequence) {
        return new Flight(sequence, Math.max(0, Math.min(options.drafts(), sequence.room())));
    }

    /** Runs one queue through its segment. */
    private void advance(Scope step) {
        int segment = schedule.next();
        if (segment == 0) {
            makeRoom();
        }
        List<Flight> flights = schedule.take(segment);
        if (flights.isEmpty()) {
            return;
        }
        KernelValue hidden = segment == 0 ? enter(step, flights) : leaveQueue(step, flights);
        Pass pass = Pass.of(step, segment, flights);
        if (!pass.deciding().isEmpty()) {
            tally.pass(segment);
        }
        Rows rows = model.rows(step, pass.decided(), pass.read());
        int first = bounds[segment];
        int last = bounds[segment + 1];
        if (last == model.config().numHiddenLayers()) {
            finish(pass, model.layers(step, cache, hidden, rows, first, last));
        } else {
            // One layer apart, so that an exit test can compare what goes into it with what comes out.
            KernelValue before = test().confidence() == Confidence.SIMILARITY
                    ? model.layers(step, cache, hidden, rows, first, last - 1)
                    : hidden;
            exit(pass, before, model.layers(step, cache, before, rows, before == hidden ? first : last - 1, last));
        }
    }

    /** Gives every flight that is to enter the layers its pages, the oldest sequences first, at the youngest's cost. */
    private void makeRoom() {
        List<Flight> oldest = new ArrayList<>(schedule.entering());
        oldest.sort(Comparator.comparingInt(flight -> live.indexOf(flight.sequence())));
        for (Flight flight : oldest) {
            Sequence sequence = flight.sequence();
            while (live.contains(sequence)
                    && !admission.growTo(sequence, flight.entering().last())) {
                preempt(live.get(live.size() - 1));
            }
        }
    }

    private void preempt(Sequence sequence) {
        tally.preempted();
        live.remove(sequence);
        schedule.remove(sequence).forEach(flight -> flight.states().forEach(states::free));
        drop(sequence);
        admission.back(sequence);
    }

    private void drop(Sequence sequence) {
        leavers.forget(sequence);
        sequence.forget(cache.pool());
    }

    private KernelValue enter(Scope step, List<Flight> flights) {
        return model.embed(
                step, flights.stream().flatMapToLong(Flight::enteringTokens).toArray());
    }

    private KernelValue leaveQueue(Scope step, List<Flight> flights) {
        leavers.fill(step, flights.stream().map(Flight::sequence).toList());
        List<Integer> kept =
                flights.stream().flatMap(flight -> flight.states().stream()).toList();
        KernelValue hidden = states.read(step, kept);
        kept.forEach(states::free);
        flights.forEach(flight -> flight.states().clear());
        return hidden;
    }

    /** Decides or parks what has come to an exit; what is read goes on. */
    private void exit(Pass pass, KernelValue before, KernelValue hidden) {
        Scope step = pass.step();
        park(pass, hidden, pass.readRows(), pass.reading());
        if (pass.deciding().isEmpty()) {
            return;
        }
        KernelValue deciding = decidedRows(pass, hidden);
        NDArray logits = model.logits(step, deciding);
        ExitTest test = test();
        float[] confidences = test.confidence() == Confidence.SIMILARITY
                ? model.similarities(step, deciding, decidedRows(pass, before))
                : model.confidences(step, logits, test.confidence());
        boolean[] sure = new boolean[confidences.length];
        int row = 0;
        for (Flight flight : pass.deciding()) {
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
            draft(step, self, pass.deciding(), deciding, logits, sure);
        } else {
            boolean all = IntStream.range(0, sure.length).allMatch(r -> sure[r]);
            boolean together = options.exit() instanceof ExitPolicy.WholeBatch;
            settle(pass, pass.deciding(), deciding, logits, r -> together ? all : sure[r]);
        }
    }

    private KernelValue decidedRows(Pass pass, KernelValue hidden) {
        return pass.reading().isEmpty() ? hidden : model.choose(pass.step(), hidden, toLongs(pass.decidedRows()));
    }

    /** Decides what has gone through all layers; a prompt that is at its end decides its sequence's first token. */
    private void finish(Pass pass, KernelValue hidden) {
        Scope step = pass.step();
        List<Flight> deciding = new ArrayList<>(pass.deciding());
        List<Integer> rows = pass.decidedRows();
        int row = rows.size() - 1;
        if (!pass.reading().isEmpty()) {
            KernelValue read = model.choose(step, hidden, toLongs(pass.readRows()));
            drafter.ifPresent(d -> d.read(step, read, pass.read()));
        }
        for (Flight flight : pass.reading()) {
            Sequence sequence = flight.sequence();
            row += flight.size();
            if (reader.read(flight)) {
                prefixes.add(sequence);
                if (sequence.numTokens() == 0) {
                    deciding.add(new Flight(sequence, 0));
                    rows.add(row);
                } else {
                    replay.read(step, sequence);
                    schedule.enter(flight(sequence));
                }
            }
        }
        if (!deciding.isEmpty()) {
            KernelValue ends = pass.reading().isEmpty() ? hidden : model.choose(step, hidden, toLongs(rows));
            settle(pass, deciding, ends, model.logits(step, ends), any -> true);
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
                schedule.enter(flight);
            } else {
                schedule.park(flight, 1);
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
    private void settle(Pass pass, List<Flight> flights, KernelValue hidden, NDArray logits, IntPredicate sure) {
        TokenChoice choice = TokenChoice.of(model, pass.step(), logits, flights);
        int layer = bounds[pass.segment() + 1];
        List<Decided> decided = new ArrayList<>();
        List<Integer> parked = new ArrayList<>();
        List<Flight> parkers = new ArrayList<>();
        List<Integer> leaving = new ArrayList<>();
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
                    leaving.add(row + k);
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
        leavers.remember(pass.step(), hidden, leaving, left, layer, live);
        park(pass, hidden, parked, parkers);
        takeOff(pass.step(), hidden, decided);
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
        if (sequence.numTokens() == 0) {
            tally.firstToken();
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

    private void park(Pass pass, KernelValue hidden, List<Integer> rows, List<Flight> flights) {
        if (rows.isEmpty()) {
            return;
        }
        int[] kept = states.keep(pass.step(), hidden, rows);
        int at = 0;
        for (Flight flight : flights) {
            for (int i = 0; i < flight.size(); i++) {
                flight.states().add(kept[at++]);
            }
            schedule.park(flight, pass.segment() + 1);
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
                schedule.enter(flights.get(i));
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
