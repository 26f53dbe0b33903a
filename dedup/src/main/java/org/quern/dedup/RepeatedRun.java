package org.quern.dedup;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Tokens of a document that an earlier one has in the same order.
 *
 * @param rank of the document
 * @param token where the run begins, counted in tokens
 * @param tokens how many it has
 * @param keptRank of the document that has them first
 * @param keptToken where they begin there, counted in tokens
 * @param keptBegin where they begin there, counted in code points
 */
record RepeatedRun(long rank, int token, int tokens, long keptRank, int keptToken, int keptBegin) {
    /**
     * A window of which an earlier document has the like.
     *
     * @param place of its first token
     * @param first the like's
     * @param firstBegin the like's in code points
     * @param length in tokens
     */
    static RepeatedRun of(long place, long first, int firstBegin, int length) {
        return new RepeatedRun(
                Place.rank(place), Place.offset(place), length, Place.rank(first), Place.offset(first), firstBegin);
    }

    /** This and another that goes on where it ends, of windows of that length. */
    private RepeatedRun with(RepeatedRun later, int length) {
        return new RepeatedRun(rank, token, tokens + later.tokens - length + 1, keptRank, keptToken, keptBegin);
    }

    /** Whether the windows of another run follow those of this one, in both documents. */
    private boolean goesOn(RepeatedRun later, int length) {
        int step = tokens - length + 1;
        return later.rank == rank
                && later.token == token + step
                && later.keptRank == keptRank
                && later.keptToken == keptToken + step;
    }

    /**
     * Joins windows, and runs of them, to the longest runs in which both documents go on together.
     *
     * @param parts in the order of their places
     * @param length of a window, in tokens
     */
    static Iterator<RepeatedRun> joined(Iterator<RepeatedRun> parts, int length) {
        return new Iterator<>() {
            private @Nullable RepeatedRun next = advance();

            private @Nullable RepeatedRun advance() {
                return parts.hasNext() ? parts.next() : null;
            }

            @Override
            public boolean hasNext() {
                return next != null;
            }

            @Override
            public RepeatedRun next() {
                RepeatedRun run = next;
                if (run == null) {
                    throw new NoSuchElementException();
                }
                next = advance();
                while (next != null && run.goesOn(next, length)) {
                    run = run.with(next, length);
                    next = advance();
                }
                return run;
            }
        };
    }
}
