package org.quern.mixing;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.lit;

import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.quern.ingest.job.Counts;
import org.quern.ingest.job.Job;
import org.quern.ingest.job.JobContext;
import org.quern.ingest.job.ParquetTable;
import org.quern.ingest.job.RecordCodec;

/**
 * Mixes the stages of pre-training. Reads {@code documents/} of {@code decontaminate}, else of {@code dedup}, {@code score} or
 * {@code ingest}; writes a folder of documents per stage, {@code heldout/}, {@code problems/} and {@code plan.json}, see the
 * package's description.
 */
public final class MixJob implements Job<MixConfig> {
    /** Makes the job. */
    public MixJob() {}

    @Override
    public String name() {
        return "mix";
    }

    @Override
    public String description() {
        return "Mixes the training stages by token ratios per domain, and holds documents and problems out for evaluation.";
    }

    @Override
    public MixConfig defaults() {
        return MixConfig.defaults();
    }

    @Override
    public Counts run(JobContext context, MixConfig config) throws Exception {
        String step = Stream.of("decontaminate", "dedup", "score")
                .filter(context::has)
                .findFirst()
                .orElse("ingest");
        Path input = new Path(context.made(step), "documents");
        return write(context.spark(), context.spark().read().parquet(input.toString()), context.folder(), config);
    }

    static Counts write(SparkSession spark, Dataset<Row> documents, Path folder, MixConfig config) throws IOException {
        return new Mixture(spark, scored(documents), folder, config).write();
    }

    /** The columns of a scored document; without a score, all are worth the same; dates came later than the other columns. */
    private static Dataset<Row> scored(Dataset<Row> documents) {
        Column quality = ParquetTable.columnOrNull(documents, "quality", "double");
        return documents
                .withColumn("quality", coalesce(quality, lit(0.0)))
                .withColumn("date", ParquetTable.columnOrNull(documents, "date", "string"))
                .select(Arrays.stream(
                                RecordCodec.of(ScoredDocument.class).schema().fieldNames())
                        .map(functions::col)
                        .toArray(Column[]::new));
    }
}
