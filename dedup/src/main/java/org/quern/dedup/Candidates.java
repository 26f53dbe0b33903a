package org.quern.dedup;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.lag;
import static org.apache.spark.sql.functions.lit;
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
 *
 * <p>Documents of earlier dumps come before all others, and are not paired with one another.
 */
final class Candidates {
    private Candidates() {}

    /**
     * Finds the pairs.
     *
     * @param sketches with {@code id} and {@code bands}
     * @param earlier the same of documents of earlier dumps; a band that is null is in no bucket
     * @return {@code a} and {@code b}, each pair once: {@code a} before {@code b} in the order of a bucket, {@code b} not of an earlier dump
     */
    static Dataset<Row> pairs(Dataset<Row> sketches, Dataset<Row> earlier, int links) {
        WindowSpec bucket = Window.partitionBy("band", "key").orderBy("isNew", "id");
        Column[] before = new Column[links + 1];
        before[0] = first("id").over(bucket);
        for (int distance = 1; distance <= links; distance++) {
            before[distance] = lag("id", distance).over(bucket);
        }
        return keys(earlier, false)
                .union(keys(sketches, true))
                .select(col("id").as("b"), col("isNew"), array(before).as("before"))
                .where(col("isNew"))
                .select(explode(col("before")).as("a"), col("b"))
                .where(col("a").isNotNull().and(col("a").notEqual(col("b"))))
                .distinct();
    }

    private static Dataset<Row> keys(Dataset<Row> documents, boolean isNew) {
        return documents
                .select(
                        col("id"),
                        lit(isNew).as("isNew"),
                        posexplode(col("bands")).as(new String[] {"band", "key"}))
                .where(col("key").isNotNull());
    }
}
