package org.quern.tokenizer;

import java.util.Arrays;
import org.quern.ingest.job.InputException;

/**
 * How often each distinct byte string was seen: a hash table over one long array of bytes, no object for a word. Not
 * thread-safe.
 */
final class WordCounts {

    /** What a JVM can give to one array. */
    static final int MAX_ARRAY = Integer.MAX_VALUE - 8;

    private byte[] bytes = new byte[1 << 16];
    private int[] starts = new int[1 << 12];
    private long[] counts = new long[1 << 12];
    /** Word number + 1, or 0; at most half full. */
    private int[] table = new int[1 << 13];

    private int size;

    /** Counts a word, {@code text} from {@code from} to {@code to}, so many times more. */
    void add(byte[] text, int from, int to, long count) {
        int slot = slot(ByteStrings.hash(text, from, to));
        while (table[slot] != 0) {
            int word = table[slot] - 1;
            if (Arrays.equals(bytes, starts[word], starts[word + 1], text, from, to)) {
                counts[word] += count;
                return;
            }
            slot = slot + 1 & table.length - 1;
        }
        table[slot] = append(text, from, to, count) + 1;
        if (2 * size > table.length) {
            rehash();
        }
    }

    private int append(byte[] text, int from, int to, long count) {
        int start = starts[size];
        long end = (long) start + to - from;
        if (end > bytes.length) {
            bytes = Arrays.copyOf(bytes, grown(bytes.length, end));
        }
        System.arraycopy(text, from, bytes, start, to - from);
        if (size + 1 == counts.length) {
            starts = Arrays.copyOf(starts, 2 * starts.length);
            counts = Arrays.copyOf(counts, 2 * counts.length);
        }
        counts[size] = count;
        starts[size + 1] = (int) end;
        return size++;
    }

    /**
     * The length of an array for so many elements.
     *
     * @throws InputException if no array is so long
     */
    static int length(long elements) {
        if (elements > MAX_ARRAY) {
            throw new InputException(
                    "the distinct words need an array of %d elements, more than Java's %d; lower maxBytes or raise minWordCount"
                            .formatted(elements, MAX_ARRAY));
        }
        return (int) elements;
    }

    /** The length to which an array grows that must hold so many elements: at least twice its length if that can be. */
    static int grown(int length, long needed) {
        return Math.max(length(needed), (int) Math.min(MAX_ARRAY, 2L * length));
    }

    private void rehash() {
        table = new int[2 * table.length];
        for (int word = 0; word < size; word++) {
            int slot = slot(hash(word));
            while (table[slot] != 0) {
                slot = slot + 1 & table.length - 1;
            }
            table[slot] = word + 1;
        }
    }

    private int slot(long hash) {
        return (int) hash & table.length - 1;
    }

    /** Number of distinct words. */
    int size() {
        return size;
    }

    /** Bytes of all distinct words together. */
    int numBytes() {
        return starts[size];
    }

    long count(int word) {
        return counts[word];
    }

    int length(int word) {
        return starts[word + 1] - starts[word];
    }

    byte byteAt(int word, int index) {
        return bytes[starts[word] + index];
    }

    /** Copies a word's bytes to this place. */
    void copy(int word, byte[] to, int at) {
        System.arraycopy(bytes, starts[word], to, at, length(word));
    }

    /** A hash of a word's bytes. */
    long hash(int word) {
        return ByteStrings.hash(bytes, starts[word], starts[word + 1]);
    }
}
