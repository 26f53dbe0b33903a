package org.quern.inference;

import java.util.ArrayList;
import java.util.List;

/**
 * The sequences whose prompts are being read, oldest first. Each pass through the first layers takes up some of their
 * positions, beside those that others decide: the weights are read anyway, so a prompt costs little more than its arithmetic.
 */
final class PromptReader {
    /** Positions of prompts in one pass: bounds how long others wait for their next tokens. */
    static final int ROWS = 256;

    private final List<Sequence> reading = new ArrayList<>();

    void add(Sequence sequence) {
        reading.add(sequence);
    }

    void remove(Sequence sequence) {
        reading.remove(sequence);
    }

    int numSequences() {
        return reading.size();
    }

    /** What the next pass is to read; none of it may be on its way already. */
    List<Flight> next() {
        List<Flight> flights = new ArrayList<>();
        int room = ROWS;
        for (Sequence sequence : reading) {
            int size = Math.min(room, sequence.prompt().length - sequence.cached());
            if (size > 0) {
                flights.add(Flight.reading(sequence, size));
                room -= size;
            }
        }
        return flights;
    }

    /**
     * Some positions have been read as deep as they go.
     *
     * @return whether the prompt is at its end
     */
    boolean read(Flight flight) {
        Sequence sequence = flight.sequence();
        boolean ends = sequence.cached() + flight.size() == sequence.prompt().length;
        // The last position stays undecided, as it gives the first token.
        sequence.read(ends ? flight.size() - 1 : flight.size());
        if (ends) {
            reading.remove(sequence);
        }
        return ends;
    }
}
