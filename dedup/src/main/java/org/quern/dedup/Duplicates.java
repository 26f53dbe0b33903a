package org.quern.dedup;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;

import java.util.Iterator;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.quern.ingest.job.RecordCodec;

/**
 * The documents to drop, and what was compared to find them.
 *
 * @param table {@code id} and {@code url} of the dropped; {@code cluster}, the smallest id of its cluster, exact copies
 *     counted once; {@code kept}, the id of the cluster's document that stays; {@code similarity} to it, which may lie below the
 *     threshold where others connect the two; {@code kind}, {@code exact}, {@code near} or {@code substring}; {@code reason} why the other one was
 *     kept, {@code quality}, {@code length} or {@code id}
 * @param candidates pairs that were compared
 * @param verified pairs that are similar enough
 */
record Duplicates(Dataset<Row> table, long candidates, long verified) {
    private static final String[] ID = {"id"};

    /** Finds them in four stages, each saved: exact groups, candidates, verified pairs, components. */
    static Duplicates find(Repeats repeats, Dataset<Row> sketches, Scratch scratch, DedupConfig config) {
        Dataset<Row> documents = repeats.documents();
        Dataset<Row> exact = scratch.save("exact", exactCopies(sketches));
        Dataset<Row> unique = sketches.join(exact.select("id"), ID, "left_anti");
        Dataset<Row> candidates = scratch.save("candidates", Candidates.pairs(unique, config.bucketLinks()));
        Dataset<Row> compared =
                candidates.select("a").union(candidates.select("b")).distinct().toDF("id");
        Dataset<Row> shingleSets = scratch.save(
                "shingles", Similarity.shingleSets(documents.join(compared, ID, "left_semi"), config.minhash()));
        Dataset<Row> verified = scratch.save(
                "verified",
                Similarity.measure(candidates, "a", "b", shingleSets)
                        .where(col("similarity").geq(config.minSimilarity())));
        Dataset<Row> clusters = scratch.save("clusters", clusters(new Components(scratch).of(verified), sketches));
        Dataset<Row> near = scratch.save(
                "near", Similarity.measure(clusters, "id", "kept", shingleSets).withColumn("kind", lit("near")));
        Dataset<Row> members = near.unionByName(followers(exact, near));
        Dataset<Row> rereads = repeats.copies().select(col("id"), col("id").as("original"));
        Dataset<Row> dropped = members.where(col("id").notEqual(col("kept"))).unionByName(followers(rereads, members));
        return new Duplicates(
                scratch.save("duplicates", explained(dropped, sketches)), candidates.count(), verified.count());
    }

    static Dataset<Row> sketches(Dataset<Row> documents, MinHashConfig config) {
        RecordCodec<Sketch> codec = RecordCodec.of(Sketch.class);
        return documents
                .select("id", "url", "quality", "text")
                .mapPartitions(
                        (MapPartitionsFunction<Row, Row>) rows -> sketches(rows, config, codec), codec.encoder());
    }

    private static Iterator<Row> sketches(Iterator<Row> rows, MinHashConfig config, RecordCodec<Sketch> codec) {
        Sketcher sketcher = new Sketcher(config);
        return new MappedIterator<>(
                rows,
                row -> codec.toRow(
                        sketcher.sketch(row.getString(0), row.getString(1), row.getDouble(2), row.getString(3))));
    }

    /** {@code id} and {@code original}, the copy with the same exact hash that stays. */
    private static Dataset<Row> exactCopies(Dataset<Row> sketches) {
        String[] hash = {"exactHigh", "exactLow"};
        Dataset<Row> groups = sketches.groupBy("exactHigh", "exactLow")
                .agg(functions.count(lit(1)).as("n"), min(KeepOrder.best()).as("best"))
                .where(col("n").gt(1));
        return sketches.join(groups, hash, "inner")
                .select(col("id"), col("best.id").as("original"))
                .where(col("id").notEqual(col("original")));
    }

    /** {@code id}, {@code cluster} and {@code kept}, for every document with a near duplicate, the kept ones included. */
    private static Dataset<Row> clusters(Dataset<Row> components, Dataset<Row> sketches) {
        Dataset<Row> best = components
                .join(sketches, ID, "inner")
                .groupBy("component")
                .agg(min(KeepOrder.best()).as("best"));
        return components
                .join(best, "component")
                .select(
                        col("id"),
                        col("component").as("cluster"),
                        col("best.id").as("kept"));
    }

    /** A copy shares the fate of its original, which may itself have lost against a near duplicate. */
    private static Dataset<Row> followers(Dataset<Row> copies, Dataset<Row> members) {
        return copies.join(members.drop("kind").withColumnRenamed("id", "original"), new String[] {"original"}, "left")
                .select(
                        col("id"),
                        coalesce(col("cluster"), col("original")).as("cluster"),
                        coalesce(col("kept"), col("original")).as("kept"),
                        coalesce(col("similarity"), lit(1.0)).as("similarity"),
                        lit("exact").as("kind"));
    }

    private static Dataset<Row> explained(Dataset<Row> dropped, Dataset<Row> sketches) {
        Dataset<Row> own = sketches.select("id", "url", "quality", "length");
        Dataset<Row> others = sketches.select(
                col("id").as("kept"),
                col("quality").as("keptQuality"),
                col("length").as("keptLength"));
        Column reason = KeepOrder.reason(col("quality"), col("length"), col("keptQuality"), col("keptLength"));
        return dropped.join(own, "id")
                .join(others, "kept")
                .select(
                        col("id"),
                        col("url"),
                        col("cluster"),
                        col("kept"),
                        col("similarity"),
                        col("kind"),
                        reason.as("reason"));
    }

    /**
     * These and more.
     *
     * @param more {@code id}, {@code cluster}, {@code kept}, {@code similarity} and {@code kind}
     */
    Duplicates with(Dataset<Row> more, Dataset<Row> sketches) {
        return new Duplicates(table.unionByName(explained(more, sketches)), candidates, verified);
    }

    /** {@code id} of every document of which no row stays; not those that were only read twice. */
    Dataset<Row> dropped() {
        return table.where(col("id").notEqual(col("kept"))).select("id");
    }

    long count(String kind) {
        return table.where(col("kind").equalTo(kind)).count();
    }

    long clusters() {
        return table.select("cluster").distinct().count();
    }
}
