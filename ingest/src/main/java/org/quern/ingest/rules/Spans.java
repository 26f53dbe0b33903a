package org.quern.ingest.rules;

import java.util.Arrays;

/** Consecutive pieces of one text (its lines, paragraphs or words) as offsets, so that a piece costs no object. */
final class Spans {
    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

    private final char[] text;
    private int[] starts;
    private int[] ends;
    private int size;

    /** No pieces yet, with room for about so many. */
    Spans(char[] text, int capacity) {
        this.text = text;
        starts = new int[Math.max(1, capacity)];
        ends = new int[Math.max(1, capacity)];
    }

    void add(int start, int end) {
        if (size == starts.length) {
            starts = Arrays.copyOf(starts, 2 * size);
            ends = Arrays.copyOf(ends, 2 * size);
        }
        starts[size] = start;
        ends[size++] = end;
    }

    /** Makes the last piece reach to {@code end}. */
    void extendLast(int end) {
        ends[size - 1] = end;
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

    /** 64 bits of the piece's characters, four of them a step, the last four again where they do not come out even. */
    long hash(int index) {
        int end = ends[index];
        long hash = length(index);
        if (hash < 4) {
            return mix(outline(index));
        }
        for (int i = starts[index]; i + 4 < end; i += 4) {
            hash = mix(hash ^ four(i));
        }
        return mix(hash ^ four(end - 4));
    }

    /** What costs nothing to see of a piece: its length, its first, middle and last character. Tells those of 3 apart. */
    private long outline(int index) {
        int length = length(index);
        if (length == 0) {
            return 0;
        }
        int start = starts[index];
        long middle = text[start + length / 2];
        return ((long) length << 48) ^ ((long) text[start] << 32) ^ (middle << 16) ^ text[start + length - 1];
    }

    private long four(int at) {
        return text[at] | ((long) text[at + 1] << 16) | ((long) text[at + 2] << 32) | ((long) text[at + 3] << 48);
    }

    private static long mix(long bits) {
        long product = bits * MULTIPLIER;
        return product ^ (product >>> 32);
    }

    String string(int index) {
        return new String(text, starts[index], length(index));
    }

    /**
     * Repetitions among the pieces: the first copy does not count, as in datatrove. Only pieces whose outline was there
     * before are hashed.
     */
    Repeated repeated() {
        LongIds outlines = new LongIds(size);
        LongIds hashes = new LongIds(size);
        int[] unhashed = new int[size];
        int pieces = 0;
        long chars = 0;
        for (int i = 0; i < size; i++) {
            int before = outlines.size();
            int outline = outlines.of(outline(i));
            if (outline == before) {
                unhashed[outline] = i;
                continue;
            }
            if (unhashed[outline] >= 0) {
                hashes.of(hash(unhashed[outline]));
                unhashed[outline] = -1;
            }
            int hashed = hashes.size();
            if (hashes.of(hash(i)) < hashed) {
                pieces++;
                chars += length(i);
            }
        }
        return new Repeated(pieces, chars);
    }

    /** How many pieces repeat an earlier one, and their characters. */
    record Repeated(int pieces, long chars) {}
}
