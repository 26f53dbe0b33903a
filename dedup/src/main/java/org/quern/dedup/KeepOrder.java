package org.quern.dedup;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.unix_seconds;
import static org.apache.spark.sql.functions.when;

import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.quern.ingest.job.ParquetTable;

/**
 * Which copy stays: the best by the first criterion, of several such by the second, and so on; at last the one with the smallest id.
 *
 * @param criteria the most important first
 * @param sources globs on a document's source, the preferred first
 */
record KeepOrder(List<KeepCriterion> criteria, List<String> sources) {
    /** The documents with {@code sourceRank} and {@code seconds}, which {@link Sketch} explains. */
    Dataset<Row> rated(Dataset<Row> documents) {
        Column date = ParquetTable.columnOrNull(documents, "date", "string");
        return documents
                .withColumn("sourceRank", sourceRank())
                .withColumn("seconds", unix_seconds(date.try_cast("timestamp")));
    }

    private Column sourceRank() {
        Column rank = lit(sources.size());
        for (int i = sources.size() - 1; i >= 0; i--) {
            rank = when(col("source").like(pattern(sources.get(i))), lit(i)).otherwise(rank);
        }
        return rank;
    }

    private static String pattern(String glob) {
        return glob.replaceAll("([\\\\%_])", "\\\\$1").replace('*', '%').replace('?', '_');
    }

    /** A sort key over a sketch's columns; the smallest is the copy to keep, and {@code id} is in it. */
    Column key() {
        return struct(Stream.concat(
                        criteria.stream().map(criterion -> criterion.key().as(criterion.label())), Stream.of(col("id")))
                .toArray(Column[]::new));
    }

    /**
     * What decided between two copies.
     *
     * @param kept the column with the {@link #key} of the one that stays
     * @param dropped that of the other
     */
    Column reason(String kept, String dropped) {
        Column reason = lit("id");
        for (int i = criteria.size() - 1; i >= 0; i--) {
            String label = criteria.get(i).label();
            reason = when(col(kept).getField(label).lt(col(dropped).getField(label)), label)
                    .otherwise(reason);
        }
        return reason;
    }
}
