package org.quern.dedup;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.negate;

import java.util.Locale;
import org.apache.spark.sql.Column;

/** Why one copy of a document is kept rather than another. */
public enum KeepCriterion {
    /** The higher quality. */
    QUALITY,
    /** The longer text. */
    LENGTH,
    /** The source that comes first in a list; those that are not in it come last. */
    SOURCE,
    /** The later date; undated documents come last. */
    NEWEST,
    /** The earlier date; undated documents come last. */
    OLDEST;

    /** A sort key over the columns of a {@link Sketch}; the smaller stays. */
    Column key() {
        return switch (this) {
            case QUALITY -> negate(col("quality"));
            case LENGTH -> negate(col("length"));
            case SOURCE -> col("sourceRank");
            case NEWEST -> coalesce(negate(col("seconds")), lit(Long.MAX_VALUE));
            case OLDEST -> coalesce(col("seconds"), lit(Long.MAX_VALUE));
        };
    }

    /** What a configuration and the table of duplicates call it. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
