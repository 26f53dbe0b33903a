package org.quern.dedup;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.shiftright;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataTypes;

/** A place in a corpus as one number, in the order of documents and offsets, in tokens or code points: {@code rank * 2^31 + offset}. */
final class Place {
    private static final int OFFSET_BITS = 31;

    /** Ranks must be below; a text has fewer than 2^31 characters anyway. */
    static final long MAX_DOCUMENTS = 1L << (Long.SIZE - 1 - OFFSET_BITS);

    private Place() {}

    static long of(long rank, int offset) {
        return rank << OFFSET_BITS | offset;
    }

    static long rank(long place) {
        return place >> OFFSET_BITS;
    }

    static Column rank(Column place) {
        return shiftright(place, OFFSET_BITS);
    }

    static Column offset(Column place) {
        return place.bitwiseAND(lit((long) Integer.MAX_VALUE)).cast(DataTypes.IntegerType);
    }

    static int offset(long place) {
        return (int) (place & Integer.MAX_VALUE);
    }
}
