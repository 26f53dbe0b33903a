package org.quern.inference;

import java.util.Deque;
import java.util.List;

/** Gives sequences pages of the cache: at first, as they grow, and as prompts that nobody reads any more give theirs up. */
final class Admission {
    private final Deque<Sequence> waiting;
    private final PagePool pool;
    private final PrefixIndex prefixes;
    private final Tally tally;
    private final int maxPositions;
    private final int ahead;

    /**
     * Nobody let in yet.
     *
     * @param waiting each of them fits the cache alone
     * @param ahead positions that a sequence may need beyond its known tokens
     */
    Admission(Deque<Sequence> waiting, PagePool pool, PrefixIndex prefixes, Tally tally, int maxPositions, int ahead) {
        this.waiting = waiting;
        this.pool = pool;
        this.prefixes = prefixes;
        this.tally = tally;
        this.maxPositions = maxPositions;
        this.ahead = ahead;
    }

    boolean isAnyWaiting() {
        return !waiting.isEmpty();
    }

    /** A sequence that has lost its pages waits again, before all others. */
    void back(Sequence sequence) {
        waiting.addFirst(sequence);
    }

    /**
     * Lets in the next sequence, if there is room for it.
     *
     * @param live those that are in already
     * @return whether it joined them, with pages for all that is known of it
     */
    boolean letIn(List<Sequence> live) {
        if (waiting.isEmpty() || !isRoomFor(waiting.peekFirst(), live.size())) {
            return false;
        }
        Sequence sequence = waiting.removeFirst();
        int shared = prefixes.share(sequence);
        sequence.read(shared);
        if (!growTo(sequence, sequence.length())) {
            sequence.forget(pool);
            waiting.addFirst(sequence);
            return false;
        }
        tally.shared(shared);
        live.add(sequence);
        return true;
    }

    /** Besides its own pages, each sequence needs one to grow into, or they would take turns in losing them. */
    private boolean isRoomFor(Sequence sequence, int others) {
        int needed = KvCache.pagesFor(sequence.length() + 1 + ahead);
        while (pool.numFree() < needed + others) {
            if (!prefixes.giveUp()) {
                return others == 0;
            }
        }
        return true;
    }

    /**
     * Gives a sequence pages up to a position and for what may be ahead of it.
     *
     * @return whether there were enough
     */
    boolean growTo(Sequence sequence, int position) {
        int last = Math.min(position + ahead, maxPositions - 1);
        while (sequence.numPages() <= last / KvCache.PAGE) {
            if (pool.numFree() > 0) {
                sequence.addPage(pool.take());
            } else if (!prefixes.giveUp()) {
                return false;
            }
        }
        tally.held(pool.numHeld());
        return true;
    }
}
