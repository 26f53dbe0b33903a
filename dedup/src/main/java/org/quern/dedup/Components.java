package org.quern.dedup;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.min;

import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.quern.ingest.job.RecordCodec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connected components by contraction (Lacki, Mirrokni and Wlodarczyk, Connected Components at Scale via Local Contractions,
 * arXiv 1807.10727): every document is merged into its smallest neighbour, itself included, until {@link LocalStars} can
 * hold the edges that are left. As the order of ids is random, a round leaves at most about half of the documents, also of a
 * path, so that all rounds together cost twice the first. Undone in reverse, they give each document its component.
 *
 * <p>Edges are pairs of ids {@code (u, v)} with {@code u > v}. Every round is saved, so nothing is computed twice and adaptive
 * execution cannot see another graph the second time. Ids come from content, so the result does too.
 */
final class Components {
    private static final Logger LOG = LoggerFactory.getLogger(Components.class);

    private final Scratch scratch;
    private final long maxLocalEdges;

    Components(Scratch scratch) {
        this(scratch, LocalStars.MAX_IDS / 2);
    }

    /** As many edges or fewer are contracted in one task. */
    Components(Scratch scratch, long maxLocalEdges) {
        this.scratch = scratch;
        this.maxLocalEdges = maxLocalEdges;
    }

    /**
     * Finds the components.
     *
     * @param edges pairs {@code a < b}, each once
     * @return {@code id} and {@code component}, the smallest id of its component, for every id in an edge
     */
    Dataset<Row> of(Dataset<Row> edges) {
        Dataset<Row> current = scratch.save("stars", localStars(edges.select(col("b").as("u"), col("a").as("v"))));
        Deque<Dataset<Row>> rounds = new ArrayDeque<>();
        for (long left = current.count(); left > maxLocalEdges; left = current.count()) {
            LOG.debug("components: {} edges after {} rounds", left, rounds.size());
            Dataset<Row> parents = scratch.save("parents-" + rounds.size(), smallestNeighbours(current));
            current = scratch.save("stars-" + rounds.size(), contracted(current, parents));
            rounds.push(parents);
        }
        Dataset<Row> components = labels(localStars(current.coalesce(1)));
        for (Dataset<Row> parents : rounds) {
            components = expanded(parents, components);
        }
        return components;
    }

    /** Each partition's edges as stars. */
    private static Dataset<Row> localStars(Dataset<Row> edges) {
        RecordCodec<LocalStars.Edge> codec = RecordCodec.of(LocalStars.Edge.class);
        return edges.mapPartitions(
                        (MapPartitionsFunction<Row, Row>) rows -> new MappedIterator<>(
                                LocalStars.of(new MappedIterator<>(rows, codec::fromRow)), codec::toRow),
                        codec.encoder())
                .distinct();
    }

    /** {@code id} and {@code parent}, which is smaller, or the same where no neighbour is. */
    private static Dataset<Row> smallestNeighbours(Dataset<Row> edges) {
        return edges.union(edges.select(col("v"), col("u")))
                .groupBy(col("u").as("id"))
                .agg(min("v").as("smallest"))
                .select(col("id"), least(col("id"), col("smallest")).as("parent"));
    }

    /** The edges between parents. */
    private static Dataset<Row> contracted(Dataset<Row> edges, Dataset<Row> parents) {
        Dataset<Row> between = edges.join(parents.toDF("u", "a"), "u")
                .join(parents.toDF("v", "b"), "v")
                .where(col("a").notEqual(col("b")))
                .select(
                        greatest(col("a"), col("b")).as("u"),
                        least(col("a"), col("b")).as("v"));
        return localStars(between);
    }

    private static Dataset<Row> labels(Dataset<Row> stars) {
        Dataset<Row> leaves = stars.select(col("u").as("id"), col("v").as("component"));
        Dataset<Row> centres = stars.select(col("v").as("id"), col("v").as("component"));
        return leaves.union(centres.distinct());
    }

    /** What was merged is where its parent is; a parent without edges is a component. */
    private static Dataset<Row> expanded(Dataset<Row> parents, Dataset<Row> components) {
        return parents.join(components.toDF("parent", "component"), new String[] {"parent"}, "left")
                .select(col("id"), coalesce(col("component"), col("parent")).as("component"));
    }
}
