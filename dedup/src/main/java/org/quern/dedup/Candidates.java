package org.quern.dedup;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;

import java.util.Iterator;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.quern.ingest.job.RecordCodec;

/**
 * Pairs of documents that share a band.
 *
 * <p>A bucket, all documents with the same key, which says its band, is linked and not paired off: each member, in the order
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
        RecordCodec<BucketLinks.Pair> codec = RecordCodec.of(BucketLinks.Pair.class);
        return members(earlier, false)
                .union(members(sketches, true))
                .repartition(col("key"))
                .sortWithinPartitions("key", "isNew", "id")
                .mapPartitions(
                        (MapPartitionsFunction<Row, Row>)
                                rows -> new MappedIterator<>(linked(rows, links), codec::toRow),
                        codec.encoder())
                .distinct();
    }

    private static Dataset<Row> members(Dataset<Row> documents, boolean isNew) {
        return documents
                .select(explode(col("bands")).as("key"), lit(isNew).as("isNew"), col("id"))
                .where(col("key").isNotNull());
    }

    private static BucketLinks linked(Iterator<Row> rows, int links) {
        return new BucketLinks(
                new MappedIterator<>(
                        rows, row -> new BucketLinks.Member(row.getLong(0), row.getBoolean(1), row.getString(2))),
                links);
    }
}
