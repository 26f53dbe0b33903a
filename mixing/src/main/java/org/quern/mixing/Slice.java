package org.quern.mixing;

import java.io.Serializable;

/**
 * What one stage takes of one domain: a stretch of the domain's documents laid end to end in sampling order, round after
 * round. Both ends are places in that endless order; a document that lies in the stretch several times is up-sampled.
 *
 * @param from the last document before the stretch
 * @param to the last document of the stretch
 * @param lastTokens how many tokens of the last document belong to it; the rest of its text is cut
 */
record Slice(Place from, Place to, long lastTokens) implements Serializable {
    /**
     * A document's turn in some round.
     *
     * @param round from 0
     * @param key the document's sampling key
     * @param id of the document
     */
    record Place(int round, long key, String id) implements Comparable<Place>, Serializable {
        /** Before the first document of the first round. */
        static final Place START = new Place(0, -1, "");

        @Override
        public int compareTo(Place other) {
            int byRound = Integer.compare(round, other.round);
            return byRound != 0 ? byRound : compareDocument(other.key, other.id);
        }

        int compareDocument(long otherKey, String otherId) {
            int byKey = Long.compare(key, otherKey);
            return byKey != 0 ? byKey : id.compareTo(otherId);
        }
    }

    /** How often the document lies in the stretch. */
    int copies(long key, String id) {
        return Math.max(0, lastRound(key, id) - firstRound(key, id) + 1);
    }

    /**
     * Where a copy stands in the stretch: ascending ranks are the order in which the stage would do without documents last.
     * Round in the high bits, key in the low {@value SamplingKey#BITS}.
     */
    long rank(long key, String id, int copy) {
        return ((long) (firstRound(key, id) + copy - from.round) << SamplingKey.BITS) | key;
    }

    /** Whether this copy is the stretch's last document, of which only {@link #lastTokens} belong to it. */
    boolean isLast(long key, String id, int copy) {
        return to.equals(new Place(firstRound(key, id) + copy, key, id));
    }

    private int firstRound(long key, String id) {
        return from.compareDocument(key, id) < 0 ? from.round : from.round + 1;
    }

    private int lastRound(long key, String id) {
        return to.compareDocument(key, id) >= 0 ? to.round : to.round - 1;
    }
}
