package org.quern.dedup;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.lag;
import static org.apache.spark.sql.functions.posexplode;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * Pairs of documents that share a band.
 *
 * <p>A bucket, all documents with the same key in the same band, is linked and not paired off: each member, in the order
 * of ids, with the bucket's first and with the few before it. That is linear in the bucket, whatever its size. The star makes every
 * member one verification away from the same document; the chain keeps the rest together where the first is one that
 * got into the bucket by chance. A bucket of up to {@code links + 1} is compared in full. In a larger one a true pair may go
 * unverified if no chain of true pairs within the links, in any of its common bands, connects it; the order by id is the same
 * in all bands, so that the same pairs come again and cost once.
 */
final class Candidates {
    private Candidates() {}

    /**
     * Finds the pairs.
     *
     * @param sketches with {@code id} and {@code bands}
     * @return {@code a} and {@code b}, {@code a < b}, each pair once
     */
    static Dataset<Row> pairs(Dataset<Row> sketches, int links) {
        WindowSpec bucket = Window.partitionBy("band", "key").orderBy("id");
        Column[] earlier = new Column[links + 1];
        earlier[0] = first("id").over(bucket);
        for (int distance = 1; distance <= links; distance++) {
            earlier[distance] = lag("id", distance).over(bucket);
        }
        return sketches.select(col("id"), posexplode(col("bands")).as(new String[] {"band", "key"}))
                .select(col("id").as("b"), array(earlier).as("earlier"))
                .select(explode(col("earlier")).as("a"), col("b"))
                .where(col("a").isNotNull().and(col("a").notEqual(col("b"))))
                .distinct();
    }
}
