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
     * A window and the first place in the corpus where its like stands, in an earlier document.
     *
     * @param place of its first token
     * @param first the like's
     * @param firstBegin the like's in code points
     */
    record Window(long place, long first, int firstBegin) {
        RepeatedRun run(int length) {
            return new RepeatedRun(
                    Place.rank(place), Place.offset(place), length, Place.rank(first), Place.offset(first), firstBegin);
        }
    }

    private RepeatedRun longer() {
        return new RepeatedRun(rank, token, tokens + 1, keptRank, keptToken, keptBegin);
    }

    /** Whether a window of {@code length} tokens goes on where this run ends, in both documents. */
    private boolean goesOn(RepeatedRun window) {
        int step = tokens - window.tokens + 1;
        return window.rank == rank
                && window.token == token + step
                && window.keptRank == keptRank
                && window.keptToken == keptToken + step;
    }

    /**
     * Joins windows to runs, as long as both documents go on together.
     *
     * @param windows in the order of their places
     * @param length of a window, in tokens
     */
    static Iterator<RepeatedRun> of(Iterator<Window> windows, int length) {
        return new Iterator<>() {
            private @Nullable RepeatedRun next = advance();

            private @Nullable RepeatedRun advance() {
                return windows.hasNext() ? windows.next().run(length) : null;
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
                while (next != null && run.goesOn(next)) {
                    run = run.longer();
                    next = advance();
                }
                return run;
            }
        };
    }
}
