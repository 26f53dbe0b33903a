package org.quern.ingest;

import java.util.ArrayList;
import java.util.List;
import org.quern.ingest.source.Slice;

/** Slices together in tasks of about the same size, few enough to schedule and small enough to balance. */
final class Batches {
    private static final long MIN_BYTES = 4L << 20;
    private static final long MAX_BATCHES = 20_000;

    private Batches() {}

    static List<List<Slice>> of(List<Slice> slices) {
        long total = slices.stream().mapToLong(Slice::bytes).sum();
        long target = Math.max(MIN_BYTES, total / MAX_BATCHES);
        List<List<Slice>> batches = new ArrayList<>();
        List<Slice> batch = new ArrayList<>();
        long bytes = 0;
        for (Slice slice : slices) {
            batch.add(slice);
            bytes += slice.bytes();
            if (bytes >= target) {
                batches.add(List.copyOf(batch));
                batch.clear();
                bytes = 0;
            }
        }
        if (!batch.isEmpty()) {
            batches.add(List.copyOf(batch));
        }
        return List.copyOf(batches);
    }
}
