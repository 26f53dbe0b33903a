package org.quern.dedup;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.udf;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;
import org.quern.ingest.job.RecordCodec;
import scala.collection.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * What earlier dumps and a new one have in common. Of the index, the hashes are read once from end to end, and what shares none with the
 * new dump goes no further; shingle sets are read only of candidates. So all that follows costs as the new dump does.
 *
 * <p>The graph of duplicates is that of all dumps together: a new document is joined to the document that stays for the earlier one it is
 * like, and of a component that has any of those, no new document stays. Pairs of earlier documents need no edge: where they
 * matter, both lead to the same one.
 *
 * @param fresh sketches of the documents whose text no earlier dump has
 * @param copies {@code id}, {@code cluster}, {@code kept}, {@code similarity} and {@code kind} of the others
 * @param texts {@link IndexedText}s that share a hash with the new dump; bands that they do not share are null
 * @param shingles of each earlier dump, by its number
 */
record EarlierDumps(Dataset<Row> fresh, Dataset<Row> copies, Dataset<Row> texts, Map<Integer, ShingleFiles> shingles) {
    private static final RecordCodec<IndexedText> CODEC = RecordCodec.of(IndexedText.class);
    private static final String[] ID = {"id"};

    /** For a dump that is the first or the only one. */
    static EarlierDumps none(Dataset<Row> sketches) {
        Dataset<Row> none = sketches.sparkSession().createDataFrame(List.of(), CODEC.schema());
        return new EarlierDumps(sketches, copies(sketches, none), none, Map.of());
    }

    /**
     * Looks a new dump up.
     *
     * @param sketches of the new dump, saved
     * @param folders with {@link IndexedText}s
     */
    static EarlierDumps of(
            Dataset<Row> sketches, List<String> folders, Map<Integer, ShingleFiles> shingles, Scratch scratch) {
        Dataset<Row> keys = sketches.select(explode(concat(array(col("exactHigh")), col("bands"))));
        Broadcast<KeyFilter> filter = JavaSparkContext.fromSparkContext(
                        sketches.sparkSession().sparkContext())
                .broadcast(KeyFilter.of(keys, keys.count()));
        Dataset<Row> all =
                sketches.sparkSession().read().schema(CODEC.schema()).parquet(folders.toArray(String[]::new));
        Dataset<Row> texts = scratch.save("earlier", shared(all, filter));
        Dataset<Row> copies = scratch.save("copies", copies(sketches, texts));
        Dataset<Row> fresh = scratch.save("fresh", sketches.join(copies, ID, "left_anti"));
        return new EarlierDumps(fresh, copies, texts, shingles);
    }

    private static Dataset<Row> shared(Dataset<Row> texts, Broadcast<KeyFilter> filter) {
        UserDefinedFunction shared = udf(
                (UDF2<Long, Seq<Long>, @Nullable List<@Nullable Long>>)
                        (exact, bands) -> shared(exact, CollectionConverters.asJava(bands), filter.value()),
                DataTypes.createArrayType(DataTypes.LongType, true));
        return texts.withColumn("bands", shared.apply(col("exactHigh"), col("bands")))
                .where(col("bands").isNotNull());
    }

    /** The bands, those null that the filter does not have; null where it has none of them nor the exact hash. */
    private static @Nullable List<@Nullable Long> shared(long exact, List<Long> bands, KeyFilter filter) {
        @Nullable Long[] shared = bands.toArray(Long[]::new);
        boolean any = filter.mayContain(exact);
        for (int band = 0; band < shared.length; band++) {
            if (filter.mayContain(bands.get(band))) {
                any = true;
            } else {
                shared[band] = null;
            }
        }
        return any ? Arrays.asList(shared) : null;
    }

    private static Dataset<Row> copies(Dataset<Row> sketches, Dataset<Row> texts) {
        return sketches.select("id", "exactHigh", "exactLow")
                .join(texts.select("exactHigh", "exactLow", "kept", "similarity"), new String[] {"exactHigh", "exactLow"
                })
                .select(
                        col("id"),
                        col("kept").as("cluster"),
                        col("kept"),
                        col("similarity"),
                        lit("exact").as("kind"));
    }

    /**
     * The shingle sets of the earlier documents in candidate pairs, and of those that stay for them.
     *
     * @param candidates {@code a}, earlier or not, and {@code b}
     * @return {@code id} and {@code shingles}
     */
    Dataset<Row> shingleSets(Dataset<Row> candidates) {
        if (shingles.isEmpty()) {
            return texts.sparkSession()
                    .createDataFrame(
                            List.of(), RecordCodec.of(Similarity.Shingled.class).schema());
        }
        Dataset<Row> compared = texts.join(candidates.select(col("a").as("id")), ID, "left_semi");
        Dataset<Row> wanted = compared.select("id", "dump").union(compared.select("kept", "keptDump"));
        return ShingleFiles.read(wanted.distinct(), shingles);
    }

    /** Pairs {@code a < b} of new documents and of those that stay for the earlier ones of these pairs; some may come twice. */
    Dataset<Row> edges(Dataset<Row> verified) {
        return verified.join(texts.select(col("id").as("a"), col("kept")), new String[] {"a"}, "left")
                .withColumn("a", coalesce(col("kept"), col("a")))
                .select(
                        least(col("a"), col("b")).as("a"),
                        greatest(col("a"), col("b")).as("b"));
    }

    /** {@code id} and {@code dump} of the earlier documents that may be in components. */
    Dataset<Row> keepers() {
        return texts.select(col("kept").as("id"), col("keptDump").as("dump")).distinct();
    }

    /** Of each component its first earlier document as {@code first}, a {@code dump} and an {@code id}: of the first dump, the one with the smallest id. */
    Dataset<Row> first(Dataset<Row> components) {
        return components
                .join(keepers(), ID)
                .groupBy("component")
                .agg(min(struct("dump", "id")).as("first"));
    }
}
