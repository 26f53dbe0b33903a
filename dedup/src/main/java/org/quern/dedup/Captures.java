package org.quern.dedup;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.regexp_replace;
import static org.apache.spark.sql.functions.struct;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Documents of one web address: what a page was at several times. An address is compared as ingest has written it, which is in the
 * form of {@link org.quern.ingest.url.CanonicalUrl}, but for its scheme: a site that went over to https has the same pages. Names
 * that are no web addresses, such as files and ids, are not compared.
 *
 * <p>One group a page and one join: a page that was fetched a million times costs a million rows.
 */
final class Captures {
    private static final String SCHEME = "^https?://";

    private Captures() {}

    /**
     * Finds those that a better one replaces.
     *
     * @param sketches of all documents
     * @return {@code id}, and {@code original}, the best document of its address that stays
     */
    static Dataset<Row> superseded(Dataset<Row> sketches, UrlChoice choice, KeepOrder order) {
        Dataset<Row> pages = sketches.where(col("url").rlike(SCHEME + "[^/]"))
                .withColumn("address", regexp_replace(col("url"), SCHEME, ""));
        return switch (choice) {
            case NEWEST -> superseded(pages.where(col("seconds").isNotNull()), KeepCriterion.NEWEST.key(), order);
            case BEST -> superseded(pages, order.key(), order);
            case ALL -> superseded(pages.where(lit(false)), order.key(), order);
        };
    }

    /** Of each address, all but those with the smallest of these keys. */
    private static Dataset<Row> superseded(Dataset<Row> pages, Column key, KeepOrder order) {
        Dataset<Row> best = pages.groupBy("address")
                .agg(
                        count(lit(1)).as("n"),
                        min(struct(key.as("key"), order.key().as("order"))).as("best"))
                .where(col("n").gt(1));
        return pages.join(best, "address")
                .where(key.notEqual(col("best.key")))
                .select(col("id"), col("best.order.id").as("original"));
    }
}
