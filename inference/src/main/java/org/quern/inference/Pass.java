package org.quern.inference;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.quern.pretrain.kernel.Scope;

/**
 * One run of flights through a segment of the layers. Its rows: the positions of the flights that decide, then those of the
 * flights that read.
 *
 * @param segment counted from 0
 * @param decided the positions that go through, for each deciding flight
 * @param read the same for each reading one
 */
record Pass(Scope step, int segment, List<Flight> deciding, List<Flight> reading, List<Span> decided, List<Span> read) {
    /** All that enters a segment. */
    static Pass of(Scope step, int segment, List<Flight> flights) {
        List<Flight> deciding = flights.stream().filter(f -> !f.isReading()).toList();
        List<Flight> reading = flights.stream().filter(Flight::isReading).toList();
        return new Pass(step, segment, deciding, reading, spans(deciding), spans(reading));
    }

    private static List<Span> spans(List<Flight> flights) {
        return flights.stream().map(Flight::entering).toList();
    }

    List<Integer> decidedRows() {
        return range(0, size(decided));
    }

    List<Integer> readRows() {
        return range(size(decided), size(decided) + size(read));
    }

    private static int size(List<Span> spans) {
        return spans.stream().mapToInt(Span::size).sum();
    }

    private static List<Integer> range(int from, int to) {
        return new ArrayList<>(IntStream.range(from, to).boxed().toList());
    }
}
