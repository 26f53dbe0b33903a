package org.quern.dedup;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;

import java.util.Iterator;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;
import org.quern.ingest.job.RecordCodec;

/**
 * The Jaccard similarity of pairs of documents, computed where Spark joins what is compared: shingle sets, for the true one, or, with
 * {@link MinHashConfig#compareSignatures}, signatures.
 */
final class Similarity {
    private static final UserDefinedFunction JACCARD = udf(
            (UDF2<byte[], byte[], Double>) (a, b) -> ShingleSet.from(a).jaccard(ShingleSet.from(b)),
            DataTypes.DoubleType);

    private static final UserDefinedFunction ESTIMATE = udf(
            (UDF2<byte[], byte[], Double>) (a, b) -> Signature.from(a).similarity(Signature.from(b)),
            DataTypes.DoubleType);

    private Similarity() {}

    /** A document's shingles, or its signature. */
    @SuppressWarnings("ArrayRecordComponent") // a row on its way to Spark, never compared
    record Shingled(String id, byte[] shingles) {}

    /**
     * Reads the shingle sets or signatures of documents.
     *
     * @param documents with {@code id} and {@code text}
     * @return {@code id} and {@code shingles}
     */
    static Dataset<Row> shingleSets(Dataset<Row> documents, MinHashConfig config) {
        RecordCodec<Shingled> codec = RecordCodec.of(Shingled.class);
        return documents
                .select("id", "text")
                .mapPartitions(
                        (MapPartitionsFunction<Row, Row>) rows -> shingled(rows, config, codec), codec.encoder());
    }

    private static Iterator<Row> shingled(Iterator<Row> rows, MinHashConfig config, RecordCodec<Shingled> codec) {
        Sketcher sketcher = new Sketcher(config);
        return new MappedIterator<>(
                rows, row -> codec.toRow(new Shingled(row.getString(0), compared(sketcher, row.getString(1), config))));
    }

    private static byte[] compared(Sketcher sketcher, String text, MinHashConfig config) {
        return config.compareSignatures()
                ? sketcher.signature(text).bytes()
                : sketcher.shingleSet(text).bytes();
    }

    /**
     * Measures pairs.
     *
     * @param pairs of ids
     * @param a the column of the one id
     * @param b the column of the other
     * @param shingleSets of all of them, made with this configuration
     * @return the pairs with {@code similarity}
     */
    static Dataset<Row> measure(
            Dataset<Row> pairs, String a, String b, Dataset<Row> shingleSets, MinHashConfig config) {
        UserDefinedFunction similarity = config.compareSignatures() ? ESTIMATE : JACCARD;
        return pairs.join(shingleSets.toDF(a, "shinglesA"), a)
                .join(shingleSets.toDF(b, "shinglesB"), b)
                .withColumn("similarity", similarity.apply(col("shinglesA"), col("shinglesB")))
                .drop("shinglesA", "shinglesB");
    }
}
