package org.quern.dedup;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.quern.ingest.job.Counts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** On how many documents the {@link KeepOrder} has something to decide by. What has none is told: it may be misspelt. */
final class KeepMatches {
    private static final Logger LOG = LoggerFactory.getLogger(KeepMatches.class);

    private KeepMatches() {}

    /**
     * Adds {@code dated}, the documents with a date, and {@code sources.GLOB}, those whose source matches this glob and none before
     * it; a document that was read several times counts once.
     */
    static Counts addTo(Counts counts, Dataset<Row> sketches, KeepOrder order) {
        Map<Integer, Long> bySource = new HashMap<>();
        long dated = 0;
        for (Row row : sketches.groupBy("sourceRank")
                .agg(count(lit(1)), count(col("seconds")))
                .collectAsList()) {
            bySource.put(row.getInt(0), row.getLong(1));
            dated += row.getLong(2);
        }
        counts.with("dated", dated);
        boolean byDate = order.criteria().contains(KeepCriterion.NEWEST)
                || order.criteria().contains(KeepCriterion.OLDEST);
        if (byDate && dated == 0) {
            LOG.warn("keep: no document has a date, so the next criterion decides");
        }
        List<String> sources = order.sources();
        for (int rank = 0; rank < sources.size(); rank++) {
            long matched = bySource.getOrDefault(rank, 0L);
            counts.with("sources." + sources.get(rank), matched);
            if (matched == 0) {
                LOG.warn(
                        "sources: {} matches the source of no document, or only of such as match one before it",
                        sources.get(rank));
            }
        }
        return counts;
    }
}
