package org.quern.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.when;

import java.io.IOException;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.SerializableConfiguration;
import org.quern.ingest.job.ConfigReader;
import org.quern.ingest.job.Counts;
import org.quern.ingest.job.InputException;
import org.quern.ingest.job.Job;
import org.quern.ingest.job.JobContext;
import org.quern.ingest.job.ParquetTable;
import org.quern.ingest.job.RecordCodec;
import org.quern.ingest.language.LanguageIdentifier;
import org.quern.ingest.page.ReportPage;
import org.quern.ingest.source.ReadOptions;
import org.quern.ingest.source.Slice;
import org.quern.ingest.source.SliceLister;
import org.quern.ingest.source.SliceReader;
import org.quern.ingest.source.SourceFormat;
import org.quern.ingest.url.UrlBlocklist;

/**
 * Reads inputs of every kind and writes {@code documents/} (columns of {@link org.quern.ingest.document.Document}, sorted by
 * id), {@code rejected/} (the same and {@code reason}) and {@code report.html} (see {@link Summary}). Of documents with one id, the first by source and offset is kept.
 */
public final class IngestJob implements Job<IngestConfig> {
    private static final RecordCodec<Judged> JUDGED = RecordCodec.of(Judged.class);
    private static final String REASON = "reason";

    /** The job; it has no state. */
    public IngestJob() {}

    @Override
    public String name() {
        return "ingest";
    }

    @Override
    public String description() {
        return "Reads WARC, HTML, PDF, JSONL, Parquet, text, TeX, notebooks, source code and archives of them; writes documents and rejected.";
    }

    @Override
    public IngestConfig defaults() {
        return IngestConfig.defaults();
    }

    @Override
    public List<String> files(IngestConfig config) {
        return config.files();
    }

    @Override
    public Counts run(JobContext context, IngestConfig config) throws IOException {
        List<String> inputs =
                context.inputs().stream().map(input -> input.path()).toList();
        List<Slice> slices = new SliceLister(context.hadoop(), SourceFormat.named(config.format())).list(inputs);
        if (slices.isEmpty()) {
            throw new InputException(String.format(
                    "--input %s has no file of a known format; set format to read other names (see ingest --help)",
                    inputs));
        }
        Dataset<Row> rows = read(context.spark(), Batches.of(slices), config);
        Dataset<Row> judged = markDuplicates(
                        ParquetTable.arranged(rows, config.numFiles(), "id", REASON, "source", "offset"))
                .persist(StorageLevel.DISK_ONLY());
        try {
            Column kept = col(REASON).equalTo("");
            ParquetTable.writeArranged(judged.filter(kept).drop(REASON), new Path(context.folder(), "documents"));
            Path rejected = new Path(context.folder(), "rejected");
            ParquetTable.writeArranged(judged.filter(not(kept)), rejected);
            return summarise(judged, rejected, context, config);
        } finally {
            judged.unpersist();
        }
    }

    /** The rows of all findings, judged; one partition a batch. */
    static Dataset<Row> read(SparkSession spark, List<List<Slice>> batches, IngestConfig config) throws IOException {
        ReadOptions options = new ReadOptions(
                config.maxDocumentBytes(), config.textColumn(), config.urlColumn(), config.dateColumn());
        SerializableConfiguration hadoop =
                new SerializableConfiguration(spark.sparkContext().hadoopConfiguration());
        UrlBlocklist blocklist = config.blocklists().read(hadoop.value());
        if (!config.languageModel().isEmpty()) {
            // Here too, so that a file that is no model is told before any task.
            LanguageModels.identifier(config.languageModel(), hadoop.value());
        }
        MapPartitionsFunction<Long, Row> judge = ids -> {
            LanguageIdentifier languages = LanguageModels.identifier(config.languageModel(), hadoop.value());
            DocumentJudge documents = new DocumentJudge(config, blocklist, languages);
            return new JudgedRows(ids, batches, new SliceReader(hadoop.value(), options), documents).map(JUDGED::toRow);
        };
        return spark.range(0, batches.size(), 1, batches.size()).mapPartitions(judge, JUDGED.encoder());
    }

    /** Gives all but the first of the kept rows of one id the reason {@code duplicate.id}; arranged rows stay where they are. */
    static Dataset<Row> markDuplicates(Dataset<Row> judged) {
        Column copy = row_number().over(Window.partitionBy("id", REASON).orderBy("source", "offset"));
        return judged.withColumn(
                REASON,
                when(col(REASON).equalTo("").and(copy.gt(1)), "duplicate.id").otherwise(col(REASON)));
    }

    private static Counts summarise(Dataset<Row> judged, Path rejected, JobContext context, IngestConfig config)
            throws IOException {
        SummaryQueries queries = new SummaryQueries(judged);
        Summary summary = Summary.of(
                ConfigReader.toJson(config),
                queries.groups(),
                queries.sources(),
                SummaryQueries.examples(
                        context.spark().read().schema(judged.schema()).parquet(rejected.toString())));
        String page = ReportPage.render("What ingest kept", summary, IngestJob.class, "ingest.js");
        ReportPage.write(page, new Path(context.folder(), "report.html"), context.hadoop());
        return summary.counts();
    }
}
