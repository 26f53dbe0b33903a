package org.quern.mixing;

import java.io.Serializable;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.quern.ingest.document.Document;
import org.quern.ingest.job.Counts;
import org.quern.ingest.job.Job;
import org.quern.ingest.job.JobContext;
import org.quern.ingest.job.ParquetTable;
import org.quern.ingest.job.RecordCodec;

/**
 * Scores documents: their domain, refined, and their quality. Reads {@code documents/} of {@code ingest}, writes
 * {@code documents/} with the same rows and {@code quality}.
 */
public final class ScoreJob implements Job<ScoreConfig> {
    /** Makes the job. */
    public ScoreJob() {}

    @Override
    public String name() {
        return "score";
    }

    @Override
    public String description() {
        return "Gives every document its domain and a quality from 0 to 1, by cheap and documented features.";
    }

    @Override
    public ScoreConfig defaults() {
        return ScoreConfig.defaults();
    }

    @Override
    public Counts run(JobContext context, ScoreConfig config) throws Exception {
        Path input = new Path(context.made("ingest"), "documents");
        Path output = new Path(context.folder(), "documents");
        Dataset<Row> documents = context.spark().read().parquet(input.toString());
        ParquetTable.write(transform(documents, config), output, config.numFiles(), "id", "source", "offset");
        return counts(documents.count(), context.spark().read().parquet(output.toString()));
    }

    /** Documents with {@code quality}, and the domain refined. */
    static Dataset<Row> transform(Dataset<Row> documents, ScoreConfig config) {
        RecordCodec<ScoredDocument> codec = RecordCodec.of(ScoredDocument.class);
        Scoring scoring = new Scoring(RecordCodec.of(Document.class), codec, List.copyOf(config.refinedDomains()));
        return documents.map((MapFunction<Row, Row>) scoring::score, codec.encoder());
    }

    private static Counts counts(long in, Dataset<Row> scored) {
        Counts counts = Counts.empty();
        List<Row> domains = scored.groupBy("domain")
                .agg(functions.count(functions.lit(1)), functions.avg("quality"))
                .orderBy("domain")
                .collectAsList();
        long kept = domains.stream().mapToLong(row -> row.getLong(1)).sum();
        counts.with(Counts.IN, in).with(Counts.KEPT, kept).with(Counts.DROPPED, 0);
        domains.forEach(row -> counts.with("domain." + row.getString(0), row.getLong(1)));
        domains.forEach(
                row -> counts.with("meanQualityPermille." + row.getString(0), Math.round(1000 * row.getDouble(2))));
        return counts;
    }

    /** What a task carries. */
    private record Scoring(RecordCodec<Document> in, RecordCodec<ScoredDocument> out, List<String> refined)
            implements Serializable {
        Row score(Row row) {
            Document document = in.fromRow(row);
            TextFeatures text = TextFeatures.of(document.text());
            String domain =
                    Domains.refine(document.domain(), Set.copyOf(refined), document.url(), document.source(), text);
            return out.toRow(ScoredDocument.of(document, domain, QualityScore.of(text, domain, document.language())));
        }
    }
}
