package org.quern.dedup;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;

import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.quern.ingest.job.RecordCodec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connected components by alternating large-star and small-star (Kiveris et al., Connected Components in MapReduce and
 * Beyond, SoCC 2014): about log n rounds, each linear in the edges; the neighbours of one document may spill.
 *
 * <p>First, {@link LocalStars} contracts what lies in one partition; only what spans several takes rounds.
 *
 * <p>Edges are pairs of ids {@code (u, v)} with {@code u > v}. Every round is saved, so nothing is computed twice and adaptive
 * execution cannot see another graph the second time. Ids come from content, so the result does too.
 */
final class Components {
    private static final Logger LOG = LoggerFactory.getLogger(Components.class);

    private final Scratch scratch;

    Components(Scratch scratch) {
        this.scratch = scratch;
    }

    /**
     * Finds the components.
     *
     * @param edges pairs {@code a < b}, each once
     * @return {@code id} and {@code component}, the smallest id of its component, for every id in an edge
     */
    Dataset<Row> of(Dataset<Row> edges) {
        Dataset<Row> current = scratch.save("stars", localStars(edges));
        for (int round = 0; !isStars(current); round++) {
            current = scratch.save("stars-" + round, smallStar(largeStar(current)));
            LOG.debug("components: round {}", round + 1);
        }
        Dataset<Row> leaves = current.select(col("u").as("id"), col("v").as("component"));
        Dataset<Row> centres = current.select(col("v").as("id"), col("v").as("component"));
        return leaves.union(centres.distinct());
    }

    /** Each partition's edges as stars: all there is to do for a graph that fits into one. */
    private static Dataset<Row> localStars(Dataset<Row> edges) {
        RecordCodec<LocalStars.Edge> codec = RecordCodec.of(LocalStars.Edge.class);
        return edges.select(col("b").as("u"), col("a").as("v"))
                .mapPartitions(
                        (MapPartitionsFunction<Row, Row>) rows -> new MappedIterator<>(
                                LocalStars.of(new MappedIterator<>(rows, codec::fromRow)), codec::toRow),
                        codec.encoder())
                .distinct();
    }

    /** Every document joins its larger neighbours to the smallest it knows, itself included. */
    private static Dataset<Row> largeStar(Dataset<Row> edges) {
        Column smallest = least(min("v").over(Window.partitionBy("u")), col("u"));
        return edges.union(edges.select(col("v").as("u"), col("u").as("v")))
                .withColumn("m", smallest)
                .where(col("v").gt(col("u")))
                .select(col("v").as("u"), col("m").as("v"))
                .distinct();
    }

    /** Every document joins its smaller neighbours and itself to the smallest of them. */
    private static Dataset<Row> smallStar(Dataset<Row> edges) {
        Column itself = struct(col("u"), col("m").as("v"));
        Column neighbour = struct(col("v").as("u"), col("m").as("v"));
        return edges.withColumn("m", min("v").over(Window.partitionBy("u")))
                .select(explode(array(itself, neighbour)).as("edge"))
                .select("edge.u", "edge.v")
                .where(col("u").notEqual(col("v")))
                .distinct();
    }

    /** Whether no document hangs on two others, or on one that itself hangs on another. */
    private static boolean isStars(Dataset<Row> edges) {
        Dataset<Row> leaves = edges.select(col("u").as("id"), lit(1).as("parents"), lit(0).as("children"));
        Dataset<Row> centres = edges.select(col("v").as("id"), lit(0).as("parents"), lit(1).as("children"));
        return leaves.union(centres)
                .groupBy("id")
                .agg(sum("parents").as("parents"), sum("children").as("children"))
                .where(col("parents")
                        .gt(1)
                        .or(col("parents").gt(0).and(col("children").gt(0))))
                .isEmpty();
    }
}
