package org.quern.dedup;

import java.io.IOException;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.quern.ingest.job.Counts;
import org.quern.ingest.job.Job;
import org.quern.ingest.job.JobContext;
import org.quern.ingest.job.ParquetTable;

/**
 * Removes exact and near duplicates and keeps the best copy of each.
 *
 * <p>Reads {@code documents/} of {@code score}, or of {@code ingest} where every document counts as of quality 0. Writes
 * {@code documents/}, with the same columns and {@code quality}, and {@code duplicates/}: see {@link Duplicates}.
 */
public final class DedupJob implements Job<DedupConfig> {
    /** Makes the job. */
    public DedupJob() {}

    @Override
    public String name() {
        return "dedup";
    }

    @Override
    public String description() {
        return "Removes exact and near duplicates, keeps the best copy of each, and says why.";
    }

    @Override
    public DedupConfig defaults() {
        return DedupConfig.defaults();
    }

    @Override
    public Counts run(JobContext context, DedupConfig config) throws Exception {
        Path input = context.made(context.has("score") ? "score" : "ingest");
        Dataset<Row> documents = context.spark().read().parquet(new Path(input, "documents").toString());
        return write(context.spark(), documents, context.folder(), config);
    }

    static Counts write(SparkSession spark, Dataset<Row> input, Path folder, DedupConfig config) throws IOException {
        try (Scratch scratch = new Scratch(spark, new Path(folder, ".scratch"))) {
            return write(input, scratch, folder, config);
        }
    }

    private static Counts write(Dataset<Row> input, Scratch scratch, Path folder, DedupConfig config)
            throws IOException {
        Repeats repeats = Repeats.of(input);
        Duplicates duplicates = Duplicates.find(repeats, scratch, config);
        Dataset<Row> documents =
                repeats.documents().join(duplicates.dropped().distinct(), new String[] {"id"}, "left_anti");
        ParquetTable.write(documents, new Path(folder, "documents"), config.numFiles(), "id");
        ParquetTable.write(duplicates.table(), new Path(folder, "duplicates"), config.numFiles(), "id");
        return counts(input, new Path(folder, "documents"), duplicates);
    }

    private static Counts counts(Dataset<Row> input, Path documents, Duplicates duplicates) {
        long exact = duplicates.count("exact");
        long near = duplicates.count("near");
        return Counts.empty()
                .with(Counts.IN, input.count())
                .with(
                        Counts.KEPT,
                        input.sparkSession()
                                .read()
                                .schema(input.schema())
                                .parquet(documents.toString())
                                .count())
                .with(Counts.DROPPED, exact + near)
                .with("dropped.exact", exact)
                .with("dropped.near", near)
                .with("clusters", duplicates.clusters())
                .with("pairs.candidates", duplicates.candidates())
                .with("pairs.verified", duplicates.verified());
    }
}
