package org.quern.dedup;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.negate;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import org.apache.spark.sql.Column;

/** Which copy stays: the one of highest quality, then the longest, then the one with the smallest id. */
final class KeepOrder {
    private KeepOrder() {}

    /** A sort key over a sketch's columns; the smallest is the copy to keep, and {@code id} is in it. */
    static Column best() {
        return struct(
                negate(col("quality")).as("quality"), negate(col("length")).as("length"), col("id"));
    }

    /** What decided against a copy. */
    static Column reason(Column quality, Column length, Column keptQuality, Column keptLength) {
        return when(keptQuality.gt(quality), "quality")
                .when(keptLength.gt(length), "length")
                .otherwise("id");
    }
}
