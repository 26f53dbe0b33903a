package org.quern.mixing;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;

import java.io.Serializable;
import java.util.Collections;
import java.util.Iterator;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF3;
import org.apache.spark.sql.types.DataTypes;
import org.quern.ingest.job.RecordCodec;

/** Takes from the documents what a stage's slices hold. */
record StageSampler(
        SortedMap<String, Slice> slices, long seed, RecordCodec<ScoredDocument> in, RecordCodec<MixedDocument> out)
        implements Serializable {

    static StageSampler of(MixPlan.Stage stage, long seed) {
        TreeMap<String, Slice> slices = new TreeMap<>();
        stage.shares().forEach((domain, share) -> slices.put(domain, share.slice()));
        return new StageSampler(
                slices, seed, RecordCodec.of(ScoredDocument.class), RecordCodec.of(MixedDocument.class));
    }

    /** The stage's rows; a text that the stage does not use is never unpacked. */
    Dataset<Row> sample(Dataset<Row> documents) {
        UDF3<String, String, Double, Boolean> uses =
                (domain, id, quality) -> uses(domain, SamplingKey.of(id, quality, seed), id);
        return documents
                .where(udf(uses, DataTypes.BooleanType).apply(col("domain"), col("id"), col("quality")))
                .flatMap((FlatMapFunction<Row, Row>) this::copies, out.encoder());
    }

    /** Whether the stage uses a document at all. */
    boolean uses(String domain, long key, String id) {
        Slice slice = slices.get(domain);
        return slice != null && slice.copies(key, id) > 0;
    }

    private Iterator<Row> copies(Row row) {
        ScoredDocument document = in.fromRow(row);
        Slice slice = slices.get(document.domain());
        if (slice == null) {
            return Collections.emptyIterator();
        }
        long key = SamplingKey.of(document.id(), document.quality(), seed);
        return IntStream.range(0, slice.copies(key, document.id()))
                .mapToObj(copy -> copy(document, slice, key, copy))
                .filter(mixed -> !mixed.text().isEmpty())
                .map(out::toRow)
                .iterator();
    }

    private static MixedDocument copy(ScoredDocument document, Slice slice, long key, int copy) {
        String text = slice.isLast(key, document.id(), copy)
                ? TokenEstimate.prefix(document.text(), slice.lastTokens())
                : document.text();
        return MixedDocument.of(document, text, copy, slice.rank(key, document.id(), copy));
    }
}
