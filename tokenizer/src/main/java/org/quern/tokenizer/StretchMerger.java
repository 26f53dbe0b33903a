package org.quern.tokenizer;

/**
 * Merges a short stretch of bytes: always the pair of least rank, the leftmost of equal ones, until none is left. Looks
 * at all pairs for each rank, which is quicker than keeping them in order. Not thread-safe.
 */
final class StretchMerger {

    private final MergeTable merges;

    private int[] ids = new int[64];
    /** What a token and the next merge into, as {@link MergeTable#find} says; {@link MergeTable#NONE} for the last. */
    private long[] found = new long[64];

    private int size;

    StretchMerger(MergeTable merges) {
        this.merges = merges;
    }

    /** Number of tokens of the last stretch. */
    int size() {
        return size;
    }

    /** A token of the last stretch. */
    int token(int index) {
        return ids[index];
    }

    /** Merges a stretch of at least one byte. */
    void merge(byte[] text, int from, int to) {
        size = to - from;
        if (ids.length < size) {
            ids = new int[2 * size];
            found = new long[2 * size];
        }
        for (int i = 0; i + 1 < size; i++) {
            ids[i] = merges.byteId(text[from + i]);
            found[i] = merges.findBytes(text[from + i], text[from + i + 1]);
        }
        ids[size - 1] = merges.byteId(text[to - 1]);
        found[size - 1] = MergeTable.NONE;
        for (int first = least(); found[first] != MergeTable.NONE; first = least()) {
            mergeAll(first);
        }
    }

    /** Where the first pair of the least rank is. */
    private int least() {
        int least = 0;
        for (int i = 1; i < size; i++) {
            if (found[i] < found[least]) {
                least = i;
            }
        }
        return least;
    }

    /** Merges the pairs that are the same as a first one, or that one alone if its token may merge before them. */
    private void mergeAll(int first) {
        long pair = found[first];
        boolean all = !merges.mayGoBack(pair);
        boolean merged = false;
        int write = first;
        for (int read = first; read < size; read++) {
            boolean before = merged;
            merged = found[read] == pair && (all || read == first);
            ids[write] = merged ? MergeTable.merged(pair) : ids[read];
            found[write] = found[read];
            if (write > 0 && (before || merged)) {
                found[write - 1] = merges.find(ids[write - 1], ids[write]);
            }
            write++;
            if (merged) {
                read++;
            }
        }
        if (merged) {
            found[write - 1] = MergeTable.NONE;
        }
        size = write;
    }
}
