package org.quern.inference;

import java.util.Arrays;
import java.util.stream.LongStream;

/**
 * New positions of one sequence that go through layers together.
 *
 * @param sequence its pages reach as far
 * @param positions ascending
 */
@SuppressWarnings("ArrayRecordComponent") // Lives for one pass and is never compared.
record Span(Sequence sequence, int[] positions) {
    /** Neighbouring positions. */
    static Span of(Sequence sequence, int from, int count) {
        int[] positions = new int[count];
        for (int i = 0; i < count; i++) {
            positions[i] = from + i;
        }
        return new Span(sequence, positions);
    }

    int size() {
        return positions.length;
    }

    /** What stands at the positions; each must be known. */
    LongStream tokens() {
        return Arrays.stream(positions).mapToLong(sequence::token);
    }

    int last() {
        return positions[positions.length - 1];
    }
}
