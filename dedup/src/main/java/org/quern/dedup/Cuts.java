package org.quern.dedup;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import java.util.Arrays;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Documents of which parts are cut because documents before them have these, too.
 *
 * @param kind of those that are dropped
 * @param cut {@code id}, {@code text}, {@code tokensLeft}, {@code tokensCut}, {@code keptRank} and {@code spans} of every such
 *     document: see {@link CutText}
 * @param ranks the {@link Ranks} of all that may keep
 * @param minTokensLeft a document with fewer tokens left is dropped
 */
record Cuts(String kind, Dataset<Row> cut, Dataset<Row> ranks, int minTokensLeft) {
    /**
     * The documents of which too little is left: {@code id}; {@code kept} and {@code cluster}, the document that has the longest
     * span of it, where it may have been cut in turn; {@code similarity}, the share of its tokens that was cut; {@code kind}.
     */
    Dataset<Row> dropped() {
        return withKept(cut.where(col("tokensLeft").lt(minTokensLeft)))
                .select(
                        col("id"),
                        col("kept").as("cluster"),
                        col("kept"),
                        col("tokensCut")
                                .divide(col("tokensCut").plus(col("tokensLeft")))
                                .as("similarity"),
                        lit(kind).as("kind"));
    }

    /** The documents that stay, without what is cut; they keep their ids. */
    Dataset<Row> left(Dataset<Row> documents) {
        Column[] columns = Arrays.stream(documents.columns())
                .map(name -> name.equals("text")
                        ? coalesce(col("cutText"), col("text")).as("text")
                        : col(name))
                .toArray(Column[]::new);
        Dataset<Row> texts = cut.select(col("id"), col("text").as("cutText"), col("tokensLeft"));
        return documents
                .join(texts, new String[] {"id"}, "left")
                .where(coalesce(col("tokensLeft"), lit(minTokensLeft)).geq(minTokensLeft))
                .select(columns);
    }

    /** {@code id} and what is known of the span, {@code kept} in place of {@code keptRank}, of every span that was cut. */
    Dataset<Row> table() {
        Dataset<Row> spans =
                cut.select(col("id"), explode(col("spans")).as("span")).select("id", "span.*");
        Column[] columns = Arrays.stream(spans.columns())
                .map(name -> col(name.equals("keptRank") ? "kept" : name))
                .toArray(Column[]::new);
        return withKept(spans).select(columns);
    }

    /** How many tokens were cut, those of dropped documents included. */
    long tokensCut() {
        return cut.agg(coalesce(sum("tokensCut"), lit(0L))).first().getLong(0);
    }

    private Dataset<Row> withKept(Dataset<Row> rows) {
        return rows.join(ranks.select(col("rank").as("keptRank"), col("id").as("kept")), "keptRank");
    }
}
