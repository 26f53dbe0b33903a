package org.quern.mixing;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.shiftright;
import static org.apache.spark.sql.functions.sum;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import org.quern.ingest.job.RecordCodec;

/**
 * The sampling order of documents in Spark. The driver holds tokens per domain and bucket of keys, 65,536 at most; for a position it
 * fetches the one bucket that the position falls into. No domain is ever sorted as a whole.
 */
final class TableOrder implements SamplingOrder, AutoCloseable {
    private static final int BUCKET_BITS = 16;

    private final Dataset<Row> weighed;
    private final Map<String, NavigableMap<Long, Supply>> buckets = new TreeMap<>();

    private TableOrder(Dataset<Row> weighed) {
        this.weighed = weighed;
        Column bucket = shiftright(col("key"), SamplingKey.BITS - BUCKET_BITS);
        weighed.groupBy(col("domain"), bucket.as("bucket"))
                .agg(count(lit(1)).as("documents"), sum("tokens").as("tokens"))
                .collectAsList()
                .forEach(row -> buckets.computeIfAbsent(row.getString(0), domain -> new TreeMap<>())
                        .put(row.getLong(1), new Supply(row.getLong(2), row.getLong(3))));
        buckets.values().removeIf(domain -> total(domain).tokens() == 0);
    }

    /** A document without its text. */
    private record Weighed(String domain, String id, long key, long tokens) {}

    /** Weighs the documents; they are read once, and kept without their texts until closed. */
    static TableOrder of(Dataset<Row> documents, long seed) {
        RecordCodec<ScoredDocument> in = RecordCodec.of(ScoredDocument.class);
        RecordCodec<Weighed> out = RecordCodec.of(Weighed.class);
        Dataset<Row> weighed = documents.map((MapFunction<Row, Row>) row -> weigh(row, in, out, seed), out.encoder());
        return new TableOrder(weighed.persist(StorageLevel.MEMORY_AND_DISK()));
    }

    private static Row weigh(Row row, RecordCodec<ScoredDocument> in, RecordCodec<Weighed> out, long seed) {
        ScoredDocument document = in.fromRow(row);
        long key = SamplingKey.of(document.id(), document.quality(), seed);
        return out.toRow(new Weighed(document.domain(), document.id(), key, TokenEstimate.of(document.text())));
    }

    /** {@code domain}, {@code id}, {@code key} and {@code tokens} of every document. */
    Dataset<Row> weighed() {
        return weighed;
    }

    @Override
    public Map<String, Supply> supply() {
        Map<String, Supply> supply = new TreeMap<>();
        buckets.forEach((domain, ofDomain) -> supply.put(domain, total(ofDomain)));
        return supply;
    }

    private static Supply total(NavigableMap<Long, Supply> buckets) {
        long documents = buckets.values().stream().mapToLong(Supply::documents).sum();
        long tokens = buckets.values().stream().mapToLong(Supply::tokens).sum();
        return new Supply(documents, tokens);
    }

    @Override
    public Map<String, Found> locate(Map<String, Long> tokens) {
        Map<String, Start> starts = new TreeMap<>();
        tokens.forEach((domain, token) -> starts.put(domain, start(domain, token)));
        Map<String, Found> found = new HashMap<>();
        for (Row row : documentsIn(starts)) {
            String domain = row.getString(0);
            Start start = Objects.requireNonNull(starts.get(domain), domain);
            long size = row.getLong(3);
            long token = tokens.getOrDefault(domain, 0L);
            if (start.before <= token && token < start.before + size) {
                found.put(domain, new Found(row.getLong(2), row.getString(1), start.before, size));
            }
            starts.put(domain, new Start(start.bucket, start.before + size));
        }
        return found;
    }

    /** A bucket, and the tokens before it. */
    private record Start(long bucket, long before) {}

    private Start start(String domain, long token) {
        long before = 0;
        for (Map.Entry<Long, Supply> bucket :
                Objects.requireNonNull(buckets.get(domain), domain).entrySet()) {
            long tokens = bucket.getValue().tokens();
            if (token < before + tokens) {
                return new Start(bucket.getKey(), before);
            }
            before += tokens;
        }
        throw new IllegalArgumentException("token " + token + " of a domain that has " + before);
    }

    private List<Row> documentsIn(Map<String, Start> starts) {
        Column wanted = lit(false);
        for (Map.Entry<String, Start> start : starts.entrySet()) {
            wanted = wanted.or(col("domain")
                    .equalTo(start.getKey())
                    .and(shiftright(col("key"), SamplingKey.BITS - BUCKET_BITS).equalTo(start.getValue().bucket)));
        }
        return weighed.where(wanted).orderBy("domain", "key", "id").collectAsList();
    }

    @Override
    public void close() {
        weighed.unpersist();
    }
}
