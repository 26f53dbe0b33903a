package org.quern.inference;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.quern.pretrain.kernel.KernelValue;
import org.quern.pretrain.kernel.Scope;

/** What becomes of positions at the end of a segment: they are decided, or wait for the next one, and their flights go on. */
final class Settling {
    private final DecodingModel model;
    private final int drafts;
    private final Schedule schedule;
    private final StateStore states;
    private final EarlyLeavers leavers;
    private final Optional<Drafter> drafter;
    private final Tally tally;
    private final int[] bounds;
    private final List<Sequence> live;

    /**
     * For one decoding.
     *
     * @param drafts of the MTP layers for each sequence, at most
     * @param bounds the layers between which the segments lie
     * @param live all sequences, as they come and go
     */
    Settling(
            DecodingModel model,
            int drafts,
            Schedule schedule,
            StateStore states,
            EarlyLeavers leavers,
            Optional<Drafter> drafter,
            Tally tally,
            int[] bounds,
            List<Sequence> live) {
        this.model = model;
        this.drafts = drafts;
        this.schedule = schedule;
        this.states = states;
        this.leavers = leavers;
        this.drafter = drafter;
        this.tally = tally;
        this.bounds = bounds;
        this.live = live;
    }

    /** The next flight of a sequence, with as many drafts as are of use. */
    Flight flight(Sequence sequence) {
        return new Flight(sequence, Math.max(0, Math.min(drafts, sequence.room())));
    }

    /** Lets sure positions propose the next token, and sends the others up to be verified. */
    void draft(Pass pass, ExitPolicy.SelfSpeculation policy, KernelValue hidden, ExitJudge.Verdict verdict) {
        int[] kept = states.keep(pass.step(), hidden, pass.decidedRows());
        int f = 0;
        for (Flight flight : pass.deciding()) {
            flight.states().add(kept[f]);
            int have = flight.drafts().size();
            if (verdict.sure()[f]
                    && have < Math.min(policy.drafts(), flight.sequence().room())) {
                flight.drafts().add(verdict.choice().draft(f, flight.sequence()));
                schedule.enter(flight);
            } else {
                schedule.park(flight, 1);
            }
            f++;
        }
    }

    /**
     * Positions of a sequence that a pass decided.
     *
     * @param row of the first of them
     * @param done whether nothing of the flight is left
     */
    private record Decided(Span span, int row, boolean done) {}

    /**
     * Decides positions, as far as they are sure; what is left of a flight joins the next queue.
     *
     * @param hidden a row for each position
     * @param choice the tokens of the rows that are sure
     */
    void settle(Pass pass, List<Flight> flights, KernelValue hidden, TokenChoice choice, IntPredicate sure) {
        int layer = bounds[pass.segment() + 1];
        List<Decided> decided = new ArrayList<>();
        List<Integer> parked = new ArrayList<>();
        List<Flight> parkers = new ArrayList<>();
        List<EarlyLeavers.Leaver> leaving = new ArrayList<>();
        int row = 0;
        for (Flight flight : flights) {
            Sequence sequence = flight.sequence();
            int size = flight.size();
            int from = sequence.cached();
            int i = 0;
            boolean open = true;
            while (open && i < size && sure.test(row + i)) {
                open = decide(choice, row + i, flight, layer);
                if (layer < model.config().numHiddenLayers()) {
                    leaving.add(new EarlyLeavers.Leaver(sequence, from + i, row + i));
                }
                i++;
            }
            boolean done = !open || i == size;
            if (i > 0) {
                decided.add(new Decided(Span.of(sequence, from, i), row, done));
            }
            if (!done) {
                for (int k = i; k < size; k++) {
                    parked.add(row + k);
                }
                parkers.add(flight);
            }
            row += size;
        }
        leavers.remember(pass.step(), hidden, leaving, layer, live);
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

    /** Keeps the states of flights that wait for the next segment. */
    void park(Pass pass, KernelValue hidden, List<Integer> rows, List<Flight> flights) {
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
}
