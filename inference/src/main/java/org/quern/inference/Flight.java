package org.quern.inference;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * A sequence's positions on their way through the layers. Mostly undecided ones: the last known token, and after it drafts,
 * each of which stands if the position before it comes to the same token. Or a part of its prompt, which is only read.
 */
final class Flight {
    private final Sequence sequence;
    private final List<Sequence.Draft> drafts = new ArrayList<>();
    private final List<Integer> states = new ArrayList<>();
    private final int wants;
    private final int read;
    private int undecided;
    private long parkedAt;

    /** @param wants drafts at most */
    Flight(Sequence sequence, int wants) {
        this(sequence, wants, 0);
    }

    private Flight(Sequence sequence, int wants, int read) {
        this.sequence = sequence;
        this.wants = wants;
        this.read = read;
    }

    /** The next positions of a prompt. */
    static Flight reading(Sequence sequence, int positions) {
        return new Flight(sequence, 0, positions);
    }

    /** Whether it reads a prompt, and decides nothing. */
    boolean isReading() {
        return read > 0;
    }

    /** How many drafts it takes at most. */
    int wants() {
        return wants;
    }

    Sequence sequence() {
        return sequence;
    }

    /** What is proposed: draft i for the token after position i. */
    List<Sequence.Draft> drafts() {
        return drafts;
    }

    /** The first undecided position, counted from the flight's first. */
    int undecided() {
        return undecided;
    }

    /** Decides a position. */
    void decide() {
        undecided++;
    }

    /** How many positions are undecided, or read. */
    int size() {
        return isReading() ? read : drafts.size() + 1 - undecided;
    }

    /** The positions that enter the next segment: all but those that wait there already. */
    Span entering() {
        int waiting = states.size();
        return Span.of(sequence, sequence.cached() + waiting, size() - waiting);
    }

    /** The tokens of {@link #entering}. */
    LongStream enteringTokens() {
        if (isReading()) {
            return entering().tokens();
        }
        return IntStream.range(drafts.size() + 1 - entering().size(), drafts.size() + 1)
                .mapToLong(at -> at == 0
                        ? sequence.token(sequence.length() - 1)
                        : drafts.get(at - 1).token());
    }

    /** Where the undecided positions' hidden states are kept while they wait. */
    List<Integer> states() {
        return states;
    }

    /** Since which pass it has been waiting. */
    long parkedAt() {
        return parkedAt;
    }

    void parkedAt(long pass) {
        parkedAt = pass;
    }
}
