package org.quern.tokenizer;

import java.util.Arrays;

/**
 * Pairs that may be merged next, each with the words that had it when it was put in: the most frequent first, then that
 * of the least ids. Not thread-safe.
 */
final class MergeQueue {

    private static final int CHILDREN = 4;

    /** By entry, in the order of adding: the pair, and where its words start in the list; they end where the next start. */
    private long[] pairs = new long[1 << 10];

    private int[] starts = new int[1 << 10];
    private int numEntries;
    private int[] words = new int[1 << 12];

    /** A heap of entries with the counts that they had when they were put in or last recounted. */
    private int[] heap = new int[1 << 10];

    private long[] counts = new long[1 << 10];
    private int size;

    /**
     * Puts a pair into the queue.
     *
     * @return where its words are to be {@linkplain #setWord set}, so many one after the other
     */
    int add(long pair, long count, int numWords) {
        if (numEntries + 1 == starts.length) {
            int capacity = WordCounts.grown(starts.length, numEntries + 2L);
            pairs = Arrays.copyOf(pairs, capacity);
            starts = Arrays.copyOf(starts, capacity);
            heap = Arrays.copyOf(heap, capacity);
            counts = Arrays.copyOf(counts, capacity);
        }
        int start = starts[numEntries];
        long end = (long) start + numWords;
        if (end > words.length) {
            words = Arrays.copyOf(words, WordCounts.grown(words.length, end));
        }
        pairs[numEntries] = pair;
        starts[numEntries + 1] = (int) end;
        siftUp(size++, numEntries++, count);
        return start;
    }

    void setWord(int position, int word) {
        words[position] = word;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** The first pair. */
    long pair() {
        return pairs[heap[0]];
    }

    /** The first pair's count when it was put in or last recounted. */
    long count() {
        return counts[0];
    }

    /** Gives the first pair its true count, with which it may no longer be the first. */
    void recount(long count) {
        siftDown(heap[0], count);
    }

    /** Takes the first entry out. */
    int poll() {
        int first = heap[0];
        size--;
        if (size > 0) {
            siftDown(heap[size], counts[size]);
        }
        return first;
    }

    /** Where the words of an entry start. */
    int firstWord(int entry) {
        return starts[entry];
    }

    /** Where the words of an entry end. */
    int endOfWords(int entry) {
        return starts[entry + 1];
    }

    int word(int position) {
        return words[position];
    }

    private void siftUp(int from, int entry, long count) {
        int at = from;
        while (at > 0) {
            int parent = (at - 1) / CHILDREN;
            if (!before(entry, count, heap[parent], counts[parent])) {
                break;
            }
            set(at, heap[parent], counts[parent]);
            at = parent;
        }
        set(at, entry, count);
    }

    private void siftDown(int entry, long count) {
        int at = 0;
        while (true) {
            int best = -1;
            int firstChild = CHILDREN * at + 1;
            for (int child = firstChild; child < Math.min(firstChild + CHILDREN, size); child++) {
                if (best < 0 || before(heap[child], counts[child], heap[best], counts[best])) {
                    best = child;
                }
            }
            if (best < 0 || !before(heap[best], counts[best], entry, count)) {
                break;
            }
            set(at, heap[best], counts[best]);
            at = best;
        }
        set(at, entry, count);
    }

    private void set(int at, int entry, long count) {
        heap[at] = entry;
        counts[at] = count;
    }

    private boolean before(int entry, long count, int other, long otherCount) {
        return count != otherCount ? count > otherCount : pairs[entry] < pairs[other];
    }
}
