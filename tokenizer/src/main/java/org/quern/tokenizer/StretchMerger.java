package org.quern.tokenizer;

/**
 * Merges a short stretch of bytes: always the pair of least rank, the leftmost of equal ones, until none is left. Looks
 * at all pairs for each rank, which is quicker than keeping them in order. Not thread-safe.
 */
final class StretchMerger {

    private final MergeTable merges;

    private int[] ids = new int[64];
    /** The rank of a token and the next; {@link MergeTable#NONE} for the last. */
    private int[] ranks = new int[64];

    private int size;

    StretchMerger(MergeTable merges) {
        this.merges = merges;
    }

    /** Number of tokens of the last stretch. */
    int size() {
        return size;
    }

    /** Forgets the last stretch. */
    void clear() {
        size = 0;
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
            ranks = new int[2 * size];
        }
        for (int i = 0; i + 1 < size; i++) {
            ids[i] = merges.byteId(text[from + i]);
            ranks[i] = merges.findBytes(text[from + i], text[from + i + 1]);
        }
        ids[size - 1] = merges.byteId(text[to - 1]);
        ranks[size - 1] = MergeTable.NONE;
        for (int first = least(); ranks[first] != MergeTable.NONE; first = least()) {
            mergeAll(first);
        }
    }

    /** Where the first pair of the least rank is. In two loops, so that the first has no branch to be mispredicted. */
    private int least() {
        int least = ranks[0];
        for (int i = 1; i < size; i++) {
            least = Math.min(least, ranks[i]);
        }
        int first = 0;
        while (ranks[first] != least) {
            first++;
        }
        return first;
    }

    /** Merges the pairs that are the same as a first one, or that one alone if its token may merge before them. */
    private void mergeAll(int first) {
        int rank = ranks[first];
        int token = merges.merged(rank);
        boolean all = !merges.mayGoBack(rank);
        boolean merged = false;
        int write = first;
        for (int read = first; read < size; read++) {
            boolean before = merged;
            merged = ranks[read] == rank && (all || read == first);
            ids[write] = merged ? token : ids[read];
            ranks[write] = ranks[read];
            if (write > 0 && (before || merged)) {
                ranks[write - 1] = merges.find(ids[write - 1], ids[write]);
            }
            write++;
            if (merged) {
                read++;
            }
        }
        if (merged) {
            ranks[write - 1] = MergeTable.NONE;
        }
        size = write;
    }
}
