package org.quern.dedup;

import static org.apache.spark.sql.functions.shiftright;

import org.apache.spark.sql.Column;

/** A token of a corpus as one number, in the order of documents and tokens: {@code rank * 2^31 + token}. */
final class Place {
    private static final int TOKEN_BITS = 31;

    /** Ranks must be below; a text has fewer than 2^31 tokens anyway. */
    static final long MAX_DOCUMENTS = 1L << (Long.SIZE - 1 - TOKEN_BITS);

    private Place() {}

    static long of(long rank, int token) {
        return rank << TOKEN_BITS | token;
    }

    static long rank(long place) {
        return place >> TOKEN_BITS;
    }

    static Column rank(Column place) {
        return shiftright(place, TOKEN_BITS);
    }

    static int token(long place) {
        return (int) (place & Integer.MAX_VALUE);
    }
}
