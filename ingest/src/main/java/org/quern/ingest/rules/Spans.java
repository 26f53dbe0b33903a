package org.quern.ingest.rules;

import java.util.Arrays;

/**
 * Consecutive pieces of one text (its lines, paragraphs or words) as offsets, each with a 64-bit hash of its characters,
 * so that counting and comparing them allocates nothing per piece.
 */
final class Spans {
    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

    private final String text;
    private int[] starts = new int[64];
    private int[] ends = new int[64];
    private long[] hashes = new long[64];
    private int size;

    Spans(String text) {
        this.text = text;
    }

    void add(int start, int end) {
        if (size == starts.length) {
            starts = Arrays.copyOf(starts, 2 * size);
            ends = Arrays.copyOf(ends, 2 * size);
            hashes = Arrays.copyOf(hashes, 2 * size);
        }
        starts[size] = start;
        ends[size] = end;
        hashes[size++] = hash(text, start, end);
    }

    /** Makes the last piece reach to {@code end}. */
    void extendLast(int end) {
        ends[size - 1] = end;
        hashes[size - 1] = hash(text, starts[size - 1], end);
    }

    int size() {
        return size;
    }

    int start(int index) {
        return starts[index];
    }

    int end(int index) {
        return ends[index];
    }

    int length(int index) {
        return ends[index] - starts[index];
    }

    long hash(int index) {
        return hashes[index];
    }

    String string(int index) {
        return text.substring(starts[index], ends[index]);
    }

    boolean is(int index, String word) {
        return length(index) == word.length() && text.startsWith(word, starts[index]);
    }

    /** Repetitions among the pieces: the first copy does not count, as in datatrove. */
    Repeated repeated() {
        LongCounter seen = new LongCounter(size);
        int pieces = 0;
        long chars = 0;
        for (int i = 0; i < size; i++) {
            if (seen.increment(hashes[i]) > 1) {
                pieces++;
                chars += length(i);
            }
        }
        return new Repeated(pieces, chars);
    }

    /** How many pieces repeat an earlier one, and their characters. */
    record Repeated(int pieces, long chars) {}

    private static long hash(String text, int start, int end) {
        long hash = MULTIPLIER;
        for (int i = start; i < end; i++) {
            hash = (hash ^ text.charAt(i)) * MULTIPLIER;
            hash ^= hash >>> 29;
        }
        return hash * MULTIPLIER;
    }
}
