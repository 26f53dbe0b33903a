package org.quern.inference;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/**
 * Which flights go next through which segment of the layers. Before each segment they queue. An upper segment runs when enough
 * of them wait for it, have waited long enough, or nothing else is left to do. Prompts that take the
 * upper segments with them set out when these are to run anyway, or after a short wait.
 */
final class Schedule {
    /** An upper segment runs at the latest after so many passes of waiting, so that no sequence starves. */
    private static final int MAX_WAIT = 64;

    private final List<Deque<Flight>> queues = new ArrayList<>();
    private final PromptReader reader;
    private final int rows;
    private final int parkedRows;
    private final boolean promptsLeave;
    private long passes;
    private long idle;

    /**
     * Nothing queued yet.
     *
     * @param rows sequences at a time
     * @param exit how many wait, and whether prompts do
     */
    Schedule(PromptReader reader, int segments, int rows, ExitPolicy exit) {
        this.reader = reader;
        this.rows = rows;
        this.parkedRows = exit.parkedRows();
        this.promptsLeave = exit.promptsLeave();
        for (int s = 0; s < segments; s++) {
            queues.add(new ArrayDeque<>());
        }
    }

    /** A new sequence, whose prompt is to be read. */
    void admit(Sequence sequence) {
        reader.add(sequence);
    }

    /** A flight that is to enter the first layer. */
    void enter(Flight flight) {
        queues.get(0).add(flight);
    }

    /** A flight whose states are kept until a segment takes it. */
    void park(Flight flight, int segment) {
        flight.parkedAt(passes);
        queues.get(segment).add(flight);
    }

    /** The segment to run in the next pass. */
    int next() {
        passes++;
        idle += reader.numSequences();
        for (int s = queues.size() - 1; s > 0; s--) {
            if (queues.get(s).stream().anyMatch(Flight::isReading)) {
                return s;
            }
        }
        if (isTimeToRead()) {
            return 0;
        }
        int due = due();
        if (due > 0) {
            return due;
        }
        for (int s = 0; s < queues.size(); s++) {
            if (!queues.get(s).isEmpty()) {
                return s;
            }
        }
        throw new IllegalStateException("nothing is left to decode");
    }

    /** The highest upper segment for which enough has waited enough; 0 if there is none. */
    private int due() {
        for (int s = queues.size() - 1; s > 0; s--) {
            Deque<Flight> queue = queues.get(s);
            if (queue.size() >= parkedRows
                    || (!queue.isEmpty() && passes - queue.peekFirst().parkedAt() > MAX_WAIT)) {
                return s;
            }
        }
        return 0;
    }

    /** When an upper segment is to run anyway, or the rows that prompts have left idle come to a whole pass. */
    private boolean isTimeToRead() {
        return reader.numSequences() > 0
                && (parkedRows == 1
                        || promptsLeave
                        || due() > 0
                        || queues.get(0).isEmpty()
                        || idle > rows);
    }

    /** The flights that wait for the first segment. */
    List<Flight> entering() {
        return List.copyOf(queues.get(0));
    }

    /** Whether any flight waits for an upper segment. */
    boolean isUnderWay() {
        return queues.stream().skip(1).anyMatch(queue -> !queue.isEmpty());
    }

    /** Takes what goes through a segment now: flights that decide, then flights that read. */
    List<Flight> take(int segment) {
        Deque<Flight> queue = queues.get(segment);
        if (segment == 0 && isTimeToRead()) {
            queue.addAll(reader.next());
            idle = 0;
        }
        List<Flight> flights = new ArrayList<>(queue);
        flights.sort(Comparator.comparing(Flight::isReading));
        queue.clear();
        return flights;
    }

    /** Takes out a sequence, and returns its flights. */
    List<Flight> remove(Sequence sequence) {
        reader.remove(sequence);
        List<Flight> removed = queues.stream()
                .flatMap(Deque::stream)
                .filter(flight -> flight.sequence() == sequence)
                .toList();
        queues.forEach(queue -> queue.removeAll(removed));
        return removed;
    }
}
