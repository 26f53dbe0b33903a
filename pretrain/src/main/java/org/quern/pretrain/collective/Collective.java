package org.quern.pretrain.collective;

/** The operations, each a run of the ring's rounds: in N - 1 of them parts are added up, in N - 1 more handed on. */
public enum Collective {
    /** {@link Communicator#reduceScatter}. */
    REDUCE_SCATTER(0, 1),
    /** {@link Communicator#allGather}. */
    ALL_GATHER(1, 2),
    /** {@link Communicator#allReduce}. */
    ALL_REDUCE(0, 2);

    private final int begin;
    private final int end;

    Collective(int begin, int end) {
        this.begin = begin;
        this.end = end;
    }

    int firstRound(int ranks) {
        return begin * (ranks - 1);
    }

    int endRound(int ranks) {
        return end * (ranks - 1);
    }
}
