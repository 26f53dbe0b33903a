package org.quern.dedup;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sequence;
import static org.apache.spark.sql.functions.struct;

import java.util.Arrays;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.quern.ingest.job.ParquetTable;

/**
 * The same document read more than once: the same url and text, hence the same id.
 *
 * @param documents each id once, of several rows the first in the {@link KeepOrder}, then by its columns in order
 * @param copies {@code id} of every row that is left out, as often as it is
 */
record Repeats(Dataset<Row> documents, Dataset<Row> copies) {
    private static final String[] ID = {"id"};

    static Repeats of(Dataset<Row> input, KeepOrder order) {
        Dataset<Row> rows = withQuality(input);
        Dataset<Row> repeated = rows.groupBy("id").agg(count(lit(1)).as("n")).where(col("n").gt(1));
        if (repeated.isEmpty()) {
            return new Repeats(rows, rows.select("id").limit(0));
        }
        Column row = struct(Arrays.stream(rows.columns()).map(functions::col).toArray(Column[]::new));
        Dataset<Row> first = order.rated(rows.join(repeated.select("id"), ID, "left_semi"))
                .withColumn("length", lit(0)) // They have the same text.
                .groupBy("id")
                .agg(min(struct(order.key().as("order"), row.as("row"))).as("first"))
                .select("first.row.*");
        Dataset<Row> documents =
                rows.join(repeated.select("id"), ID, "left_anti").unionByName(first);
        return new Repeats(
                documents,
                repeated.select(col("id"), explode(sequence(lit(2), col("n")))).select("id"));
    }

    /** Documents that nobody scored are all of quality 0. */
    private static Dataset<Row> withQuality(Dataset<Row> input) {
        return input.withColumn("quality", coalesce(ParquetTable.columnOrNull(input, "quality", "double"), lit(0.0)));
    }
}
