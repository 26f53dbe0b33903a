package org.quern.inference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Counts of one run of decoding. */
final class Tally {
    private final long start = System.nanoTime();
    private final long[] tokensByLayer;
    private final List<long[]> drafts = new ArrayList<>();
    private final List<Double> firstTokens = new ArrayList<>();
    private final long[] passes;
    private long preemptions;
    private long sharedPositions;
    private int heldPages;

    Tally(int layers, int segments) {
        tokensByLayer = new long[layers];
        passes = new long[segments];
    }

    /**
     * A token came out.
     *
     * @param layer after which it left, counted from 1
     */
    void left(int layer) {
        tokensByLayer[layer - 1]++;
    }

    /** A pass ran through a segment of the layers. */
    void pass(int segment) {
        passes[segment]++;
    }

    /** A sequence has its first token. */
    void firstToken() {
        firstTokens.add(seconds());
    }

    /** A draft was decided; depth 0 is the first after a known token. */
    void draft(int depth, boolean kept) {
        while (drafts.size() <= depth) {
            drafts.add(new long[2]);
        }
        drafts.get(depth)[0]++;
        drafts.get(depth)[1] += kept ? 1 : 0;
    }

    /** A sequence lost its pages to others. */
    void preempted() {
        preemptions++;
    }

    /** Positions of a prompt were found in the cache. */
    void shared(int positions) {
        sharedPositions += positions;
    }

    /** So many pages are held now. */
    void held(int pages) {
        heldPages = Math.max(heldPages, pages);
    }

    DecodingStats stats(long bytesPerPage) {
        return new DecodingStats(
                Arrays.stream(tokensByLayer).sum(),
                boxed(tokensByLayer),
                drafts.stream()
                        .map(depth -> new DecodingStats.Drafts(depth[0], depth[1]))
                        .toList(),
                boxed(passes),
                firstTokens.stream().mapToDouble(Double::doubleValue).average().orElse(0),
                heldPages * bytesPerPage,
                preemptions,
                sharedPositions,
                seconds());
    }

    private static List<Long> boxed(long[] numbers) {
        return Arrays.stream(numbers).boxed().toList();
    }

    private double seconds() {
        return (System.nanoTime() - start) / 1e9;
    }
}
