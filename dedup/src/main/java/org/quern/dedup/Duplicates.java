package org.quern.dedup;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.quern.ingest.job.Counts;
import org.quern.ingest.job.RecordCodec;

/**
 * The documents to drop, and what was compared to find them.
 *
 * @param table {@code id} and {@code url} of the dropped; {@code cluster}, the smallest id of its cluster, exact copies
 *     counted once; {@code kept}, the id of the cluster's document that stays; {@code similarity} to it, which may lie below the
 *     threshold where others connect the two, null where it was dropped for its address, whatever its text; {@code kind}, {@code url},
 *     {@code exact}, {@code near}, {@code lines} or {@code substring}; {@code reason} why the other one was kept, the {@link KeepCriterion} that decided,
 *     {@code id}, or {@code index}: it is of an earlier dump, and {@code cluster} is its id
 * @param texts {@code id}, {@code exactHigh}, {@code exactLow} and {@code bands} of every text that no earlier dump has, each once; {@code kept},
 *     {@code keptDump} and {@code similarity} as in {@link IndexedText}, null where it stays itself, the dump also where it is the new one
 * @param candidates pairs that were compared
 * @param verified pairs that are similar enough
 */
record Duplicates(Dataset<Row> table, Dataset<Row> texts, long candidates, long verified) {
    private static final String[] ID = {"id"};
    private static final String EARLIER = "index";
    private static final String NEAR = "near";
    private static final List<String> KINDS = List.of("url", "exact", NEAR, "lines", "substring");
    private static final String[] COMPONENT = {"component"};
    private static final Column UNDECIDED = lit(null).cast("string");

    /**
     * Finds them in five stages, each saved: replaced captures, exact groups, candidates, verified pairs, components.
     *
     * @param sketches of all documents
     */
    static Duplicates find(
            Repeats repeats, Dataset<Row> sketches, EarlierDumps earlier, Scratch scratch, DedupConfig config) {
        KeepOrder order = config.keepOrder();
        Dataset<Row> superseded = scratch.save("urls", Captures.superseded(sketches, config.urls(), order));
        Dataset<Row> fresh = earlier.fresh().join(superseded.select("id"), ID, "left_anti");
        Dataset<Row> known =
                earlier.copies().join(superseded.select("id"), ID, "left_anti").withColumn("decided", UNDECIDED);
        Dataset<Row> exact = scratch.save("exact", exactCopies(fresh, order));
        Dataset<Row> unique = fresh.join(exact.select("id"), ID, "left_anti");
        Dataset<Row> candidates =
                scratch.save("candidates", Candidates.pairs(unique, earlier.texts(), config.bucketLinks()));
        Dataset<Row> shingleSets =
                scratch.save("shingles", shingleSets(repeats.documents(), candidates, earlier, config.minhash()));
        Dataset<Row> verified = scratch.save(
                "verified",
                Similarity.measure(candidates, "a", "b", shingleSets, config.minhash())
                        .where(col("similarity").geq(config.minSimilarity())));
        Dataset<Row> components = new Components(scratch).of(earlier.edges(verified));
        Dataset<Row> clusters = scratch.save("clusters", clusters(components, fresh, earlier, order));
        Dataset<Row> near = scratch.save(
                "near",
                Similarity.measure(clusters, "id", "kept", shingleSets, config.minhash())
                        .withColumn("kind", lit(NEAR))
                        .withColumn("decided", UNDECIDED));
        Dataset<Row> alike =
                near.drop("keptDump").unionByName(followers(exact, near)).unionByName(known);
        Dataset<Row> members = alike.unionByName(replaced(followers(superseded, alike), config.urls()));
        Dataset<Row> rereads = repeats.copies().select(col("id"), col("id").as("original"));
        Column stays = col("kind").equalTo(NEAR).and(col("id").equalTo(col("kept")));
        Dataset<Row> dropped = members.where(not(stays)).unionByName(followers(rereads, members));
        Dataset<Row> texts = unique.select("id", "exactHigh", "exactLow", "bands")
                .join(near.select("id", "kept", "keptDump", "similarity"), ID, "left");
        return new Duplicates(
                scratch.save("duplicates", explained(dropped, sketches, fresh, order)),
                texts,
                candidates.count(),
                verified.count());
    }

    static Dataset<Row> sketches(Dataset<Row> documents, KeepOrder order, MinHashConfig config) {
        RecordCodec<Sketch> codec = RecordCodec.of(Sketch.class);
        return order.rated(documents)
                .select("id", "url", "quality", "sourceRank", "seconds", "text")
                .mapPartitions(
                        (MapPartitionsFunction<Row, Row>) rows -> sketches(rows, config, codec), codec.encoder());
    }

    private static Iterator<Row> sketches(Iterator<Row> rows, MinHashConfig config, RecordCodec<Sketch> codec) {
        Sketcher sketcher = new Sketcher(config);
        return new MappedIterator<>(
                rows,
                row -> codec.toRow(sketcher.sketch(
                        row.getString(0),
                        row.getString(1),
                        row.getDouble(2),
                        row.getInt(3),
                        Optional.ofNullable(row.getAs(4)),
                        row.getString(5))));
    }

    /** Of all documents in candidate pairs: new ones from their texts, earlier ones from the index. */
    private static Dataset<Row> shingleSets(
            Dataset<Row> documents, Dataset<Row> candidates, EarlierDumps earlier, MinHashConfig config) {
        Dataset<Row> compared = candidates
                .select("a")
                .union(candidates.select("b"))
                .distinct()
                .toDF("id")
                .join(earlier.texts(), ID, "left_anti");
        return Similarity.shingleSets(documents.join(compared, ID, "left_semi"), config)
                .union(earlier.shingleSets(candidates));
    }

    /** {@code id} and {@code original}, the copy with the same exact hash that stays. */
    private static Dataset<Row> exactCopies(Dataset<Row> sketches, KeepOrder order) {
        String[] hash = {"exactHigh", "exactLow"};
        Dataset<Row> groups = sketches.groupBy("exactHigh", "exactLow")
                .agg(count(lit(1)).as("n"), min(order.key()).as("best"))
                .where(col("n").gt(1));
        return sketches.join(groups, hash, "inner")
                .select(col("id"), col("best.id").as("original"))
                .where(col("id").notEqual(col("original")));
    }

    /**
     * {@code id}, {@code cluster} and {@code kept}, for every document with a near duplicate, the kept ones included; {@code keptDump} where that one
     * is of an earlier dump.
     */
    private static Dataset<Row> clusters(
            Dataset<Row> components, Dataset<Row> sketches, EarlierDumps earlier, KeepOrder order) {
        Dataset<Row> best = components
                .join(sketches, ID, "inner")
                .groupBy("component")
                .agg(min(order.key()).as("best"));
        return components
                .join(earlier.keepers(), ID, "left_anti")
                .join(best, "component")
                .join(earlier.first(components), COMPONENT, "left")
                .select(
                        col("id"),
                        coalesce(col("first.id"), col("component")).as("cluster"),
                        coalesce(col("first.id"), col("best.id")).as("kept"),
                        col("first.dump").as("keptDump"));
    }

    /** A copy shares the fate of its original, which may itself have lost against a near duplicate. */
    private static Dataset<Row> followers(Dataset<Row> copies, Dataset<Row> members) {
        return copies.join(members.drop("kind").withColumnRenamed("id", "original"), new String[] {"original"}, "left")
                .select(
                        col("id"),
                        coalesce(col("cluster"), col("original")).as("cluster"),
                        coalesce(col("kept"), col("original")).as("kept"),
                        when(col("kept").isNull(), 1.0)
                                .otherwise(col("similarity"))
                                .as("similarity"),
                        lit("exact").as("kind"),
                        col("decided"));
    }

    /** They were not compared, and what is newest may have lost against a document that is older than they are. */
    private static Dataset<Row> replaced(Dataset<Row> followers, UrlChoice choice) {
        Column decided = choice == UrlChoice.NEWEST ? lit(KeepCriterion.NEWEST.label()) : UNDECIDED;
        return followers
                .withColumn("similarity", lit(null).cast("double"))
                .withColumn("kind", lit("url"))
                .withColumn("decided", decided);
    }

    /**
     * Adds the url and the reason: what {@code decided}, or else the order of the two documents. What stays is one of {@code fresh},
     * or else of an earlier dump, even where the new one has it, too.
     */
    private static Dataset<Row> explained(
            Dataset<Row> dropped, Dataset<Row> sketches, Dataset<Row> fresh, KeepOrder order) {
        Dataset<Row> own = sketches.select(col("id"), col("url"), order.key().as("ownKey"));
        Dataset<Row> others = fresh.select(col("id").as("kept"), order.key().as("keptKey"));
        Column reason = coalesce(col("decided"), order.reason("keptKey", "ownKey"));
        return dropped.join(own, "id")
                .join(others, new String[] {"kept"}, "left")
                .select(
                        col("id"),
                        col("url"),
                        col("cluster"),
                        col("kept"),
                        col("similarity"),
                        col("kind"),
                        when(col("keptKey").isNull(), EARLIER).otherwise(reason).as("reason"));
    }

    /**
     * These and more.
     *
     * @param more {@code id}, {@code cluster}, {@code kept}, {@code similarity} and {@code kind}
     */
    Duplicates with(Dataset<Row> more, Dataset<Row> sketches, KeepOrder order) {
        Dataset<Row> undecided = more.withColumn("decided", UNDECIDED);
        return new Duplicates(
                table.unionByName(explained(undecided, sketches, sketches, order)), texts, candidates, verified);
    }

    /** {@code id} of every document of which no row stays; not those that were only read twice. */
    Dataset<Row> dropped() {
        return table.where(col("id").notEqual(col("kept")).or(col("reason").equalTo(EARLIER)))
                .select("id");
    }

    /**
     * Adds how many are dropped, of each kind, 0 included, and what was compared to find them.
     *
     * @param written the table, as it was written: to count it is not to make it again
     */
    Counts addTo(Counts counts, Dataset<Row> written) {
        Column[] kinds = KINDS.stream()
                .map(kind -> count_if(col("kind").equalTo(kind)).as(kind))
                .toArray(Column[]::new);
        Row found = written.select(
                        count(lit(1)).as("all"),
                        countDistinct(col("cluster")).as("clusters"),
                        struct(kinds).as("kinds"))
                .first();
        Row ofKind = found.getAs("kinds");
        counts.with(Counts.DROPPED, found.<Long>getAs("all"));
        for (String kind : KINDS) {
            counts.with("dropped." + kind, ofKind.<Long>getAs(kind));
        }
        return counts.with("clusters", found.<Long>getAs("clusters"))
                .with("pairs.candidates", candidates)
                .with("pairs.verified", verified);
    }

    /** How many are dropped for what earlier dumps have. */
    static long earlier(Dataset<Row> written) {
        return written.where(col("reason").equalTo(EARLIER)).count();
    }
}
