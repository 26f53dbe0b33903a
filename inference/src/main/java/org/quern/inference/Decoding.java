package org.quern.inference;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
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
    private final List<Sequence> live = new ArrayList<>();
    private final Tally tally;
    private final int[] bounds;
    private final StateStore states;
    private final EarlyLeavers leavers;
    private final PrefixIndex prefixes;
    private final Admission admission;
    private final Optional<Drafter> drafter;
    private final PromptReader reader = new PromptReader();
    private final Schedule schedule;
    private final Optional<ExitJudge> judge;
    private final Settling settling;
    private final Replay replay;
    private final Completion[] completions;

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
        this.schedule = new Schedule(reader, segments, options.maxRows(), options.exit());
        this.tally = new Tally(model.config().numHiddenLayers(), segments);
        int parked = options.maxRows() * (1 + maxDrafts()) + PromptReader.ROWS;
        this.states =
                new StateStore(model, scope, exits.isEmpty() ? 1 : parked + options.maxRows() * EarlyLeavers.UNFILLED);
        this.leavers = new EarlyLeavers(model, cache, states, parked);
        this.prefixes = new PrefixIndex(
                cache.pool(), options.drafts() > 0 ? model.draftLayers().size() : 0);
        this.admission = new Admission(waiting, cache.pool(), prefixes, tally, model.maxPositions(), maxDrafts());
        this.drafter =
                options.drafts() > 0 ? Optional.of(new Drafter(model, cache, options.drafts())) : Optional.empty();
        this.judge = ExitJudge.of(model, options.exit());
        this.settling = new Settling(model, options.drafts(), schedule, states, leavers, drafter, tally, bounds, live);
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
            KernelValue before =
                    judge.orElseThrow().compares() ? model.layers(step, cache, hidden, rows, first, last - 1) : hidden;
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

    /** Decides or parks what has come to an exit; what is read goes on, or leaves there. */
    private void exit(Pass pass, KernelValue before, KernelValue hidden) {
        Scope step = pass.step();
        int exit = bounds[pass.segment() + 1];
        List<Flight> deciding = new ArrayList<>(pass.deciding());
        List<Integer> rows = pass.decidedRows();
        if (options.exit().promptsLeave()) {
            fillAbove(pass, hidden, exit);
            read(pass, hidden, deciding, rows);
        } else {
            settling.park(pass, hidden, pass.readRows(), pass.reading());
        }
        if (deciding.isEmpty()) {
            return;
        }
        KernelValue ends = rows(pass, hidden, rows);
        ExitJudge judges = judge.orElseThrow();
        KernelValue compared = judges.compares() ? rows(pass, before, rows) : ends;
        ExitJudge.Verdict verdict = judges.judge(step, deciding, exit, compared, ends);
        if (options.exit() instanceof ExitPolicy.SelfSpeculation self) {
            settling.draft(pass, self, ends, verdict);
        } else {
            settling.settle(pass, deciding, ends, verdict.choice(), row -> verdict.sure()[row]);
        }
    }

    /** Gives the layers above an exit what is read, as if it were their input. */
    private void fillAbove(Pass pass, KernelValue hidden, int exit) {
        if (!pass.reading().isEmpty()) {
            RowTables read = RowTables.of(pass.read(), false);
            KernelValue states = rows(pass, hidden, pass.readRows());
            model.fill(pass.step(), cache, states, exit, read.positions(), read.slots());
        }
    }

    /** Decides what has gone through all layers. */
    private void finish(Pass pass, KernelValue hidden) {
        List<Flight> deciding = new ArrayList<>(pass.deciding());
        List<Integer> rows = pass.decidedRows();
        read(pass, hidden, deciding, rows);
        if (!deciding.isEmpty()) {
            KernelValue ends = rows(pass, hidden, rows);
            NDArray logits = model.logits(pass.step(), ends);
            settling.settle(pass, deciding, ends, TokenChoice.of(model, pass.step(), logits, deciding), any -> true);
        }
    }

    /**
     * Parts of prompts are read as deep as they go. A new prompt that is at its end has its sequence's first token decided.
     *
     * @param deciding to which it adds such flights
     * @param rows of the states, to which it adds theirs
     */
    private void read(Pass pass, KernelValue hidden, List<Flight> deciding, List<Integer> rows) {
        if (pass.reading().isEmpty()) {
            return;
        }
        Scope step = pass.step();
        drafter.ifPresent(d -> d.read(step, rows(pass, hidden, pass.readRows()), pass.read()));
        int row = rows.size() - 1;
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
                    schedule.enter(settling.flight(sequence));
                }
            }
        }
    }

    private KernelValue rows(Pass pass, KernelValue hidden, List<Integer> rows) {
        return pass.reading().isEmpty() ? hidden : model.choose(pass.step(), hidden, StateStore.toLongs(rows));
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
