package org.quern.tokenizer;

import java.util.Arrays;

/**
 * Merges the bytes of one piece: always the pair of least rank, the leftmost of equal ones, until none is left. Short
 * pieces by looking at all pairs for each merge, long ones by a heap in O(n log n). Not thread-safe.
 */
final class PieceMerger {

    /** Up to this many bytes, looking at all pairs is quicker than a heap. */
    static final int SHORT = 40;

    private final MergeTable merges;
    private final int[] byteIds;

    private int[] ids = new int[64];
    /** What the pair that starts here merges into, as {@link MergeTable#find} says. */
    private long[] found = new long[64];

    // Of long pieces: neighbours of what is left, and a binary heap of (rank, position).
    private int[] next = new int[0];
    private int[] previous = new int[0];
    private long[] heap = new long[64];
    private int heapSize;

    PieceMerger(MergeTable merges, int[] byteIds) {
        this.merges = merges;
        this.byteIds = byteIds;
    }

    /** Appends the tokens of a piece and returns their number. */
    int merge(byte[] text, int from, int to, TokenBuffer out) {
        return merge(text, from, to, out, SHORT);
    }

    int merge(byte[] text, int from, int to, TokenBuffer out, int maxShort) {
        int length = to - from;
        if (ids.length < length) {
            ids = new int[length];
            found = new long[length];
        }
        for (int i = 0; i < length; i++) {
            ids[i] = byteIds[text[from + i] & 0xFF];
        }
        for (int i = 0; i + 1 < length; i++) {
            found[i] = merges.find(ids[i], ids[i + 1]);
        }
        found[length - 1] = MergeTable.NONE;
        return length <= maxShort ? mergeShort(length, out) : mergeLong(length, out);
    }

    private int mergeShort(int length, TokenBuffer out) {
        int size = length;
        while (size > 1) {
            int best = 0;
            for (int i = 1; i < size - 1; i++) {
                if (found[i] < found[best]) {
                    best = i;
                }
            }
            if (found[best] == MergeTable.NONE) {
                break;
            }
            ids[best] = MergeTable.merged(found[best]);
            size--;
            for (int i = best + 1; i < size; i++) {
                ids[i] = ids[i + 1];
                found[i] = found[i + 1];
            }
            found[best] = best + 1 < size ? merges.find(ids[best], ids[best + 1]) : MergeTable.NONE;
            if (best > 0) {
                found[best - 1] = merges.find(ids[best - 1], ids[best]);
            }
        }
        for (int i = 0; i < size; i++) {
            out.add(ids[i]);
        }
        return size;
    }

    private int mergeLong(int length, TokenBuffer out) {
        linkAll(length);
        while (heapSize > 0) {
            long top = pop();
            int left = (int) top;
            // A pair that changed since it was pushed, or went: found no longer says the same.
            if (found[left] == MergeTable.NONE || MergeTable.rank(found[left]) != MergeTable.rank(top)) {
                continue;
            }
            int right = next[left];
            ids[left] = MergeTable.merged(found[left]);
            found[right] = MergeTable.NONE;
            next[left] = next[right];
            if (next[left] < length) {
                previous[next[left]] = left;
            }
            renew(left, length);
            if (previous[left] >= 0) {
                renew(previous[left], length);
            }
        }
        int count = 0;
        for (int i = 0; i < length; i = next[i]) {
            out.add(ids[i]);
            count++;
        }
        return count;
    }

    private void linkAll(int length) {
        if (next.length < length) {
            next = new int[length];
            previous = new int[length];
        }
        heapSize = 0;
        for (int i = 0; i < length; i++) {
            next[i] = i + 1;
            previous[i] = i - 1;
            push(i);
        }
    }

    private void renew(int left, int length) {
        found[left] = next[left] < length ? merges.find(ids[left], ids[next[left]]) : MergeTable.NONE;
        push(left);
    }

    private void push(int position) {
        if (found[position] == MergeTable.NONE) {
            return;
        }
        if (heapSize == heap.length) {
            heap = Arrays.copyOf(heap, 2 * heapSize);
        }
        long entry = (long) MergeTable.rank(found[position]) << Integer.SIZE | position;
        int hole = heapSize++;
        while (hole > 0 && heap[(hole - 1) / 2] > entry) {
            heap[hole] = heap[(hole - 1) / 2];
            hole = (hole - 1) / 2;
        }
        heap[hole] = entry;
    }

    private long pop() {
        long top = heap[0];
        long last = heap[--heapSize];
        int hole = 0;
        for (int child = 1; child < heapSize; child = 2 * hole + 1) {
            if (child + 1 < heapSize && heap[child + 1] < heap[child]) {
                child++;
            }
            if (heap[child] >= last) {
                break;
            }
            heap[hole] = heap[child];
            hole = child;
        }
        heap[hole] = last;
        return top;
    }
}
