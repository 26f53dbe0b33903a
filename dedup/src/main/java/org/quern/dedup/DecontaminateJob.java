package org.quern.dedup;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.countDistinct;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.quern.ingest.job.Counts;
import org.quern.ingest.job.InputException;
import org.quern.ingest.job.Job;
import org.quern.ingest.job.JobContext;
import org.quern.ingest.job.ParquetTable;
import org.quern.ingest.job.RecordCodec;

/**
 * Removes documents, or lines of them, that hold items of evaluation sets (Brown et al. 2020, arXiv 2005.14165, appendix C).
 *
 * <p>Reads {@code documents/} of {@code dedup}, {@code score} or {@code ingest}. Writes {@code documents/} with the same columns and
 * ids, and {@code contaminations/}: see {@link Contamination}. Its counts have, for each set, how many items it has, how many
 * of them were found, and in how many documents.
 */
public final class DecontaminateJob implements Job<DecontaminateConfig> {
    private static final String[] ID = {"id"};

    private record CutDocument(String id, String text) {}

    /** Makes the job. */
    public DecontaminateJob() {}

    @Override
    public String name() {
        return "decontaminate";
    }

    @Override
    public String description() {
        return "Removes documents, on request only their lines, that hold items of evaluation sets, and says which.";
    }

    @Override
    public DecontaminateConfig defaults() {
        return DecontaminateConfig.defaults();
    }

    @Override
    public List<String> files(DecontaminateConfig config) {
        return config.sets();
    }

    @Override
    public Counts run(JobContext context, DecontaminateConfig config) throws IOException {
        if (config.sets().isEmpty()) {
            throw new InputException(
                    "decontaminate has no evaluation sets; give them as sets, for instance --set sets=[gsm8k.jsonl.gz]");
        }
        String step =
                Stream.of("dedup", "score").filter(context::has).findFirst().orElse("ingest");
        Dataset<Row> documents = context.spark().read().parquet(new Path(context.made(step), "documents").toString());
        EvaluationSets sets = new EvaluationSets(context.hadoop());
        NGramIndex.Builder index = new NGramIndex.Builder(config.words(), config.minWords());
        for (String file : config.sets()) {
            sets.read(file, index::add);
        }
        try (Scratch scratch = new Scratch(context.spark(), new Path(context.folder(), ".scratch"))) {
            return write(documents, index.build(), sets.items(), scratch, context.folder(), config);
        }
    }

    private static Counts write(
            Dataset<Row> documents,
            NGramIndex index,
            Map<String, Long> items,
            Scratch scratch,
            Path folder,
            DecontaminateConfig config)
            throws IOException {
        Broadcast<NGramIndex> shared = JavaSparkContext.fromSparkContext(
                        documents.sparkSession().sparkContext())
                .broadcast(index);
        Dataset<Row> found = scratch.save("found", found(documents, shared));
        Dataset<Row> contaminated = found.select("id").distinct();
        Dataset<Row> kept = documents.join(contaminated, ID, "left_anti");
        long numContaminated = contaminated.count();
        long dropped = numContaminated;
        if (config.cut()) {
            Dataset<Row> cut = scratch.save("cut", cut(documents.join(contaminated, ID, "left_semi"), shared));
            dropped = cut.where(col("text").equalTo("")).count();
            kept = kept.unionByName(cut.where(col("text").notEqual("")));
        }
        Path output = new Path(folder, "documents");
        ParquetTable.write(kept, output, config.numFiles(), "id");
        ParquetTable.write(found, new Path(folder, "contaminations"), config.numFiles(), "id", "set", "line", "begin");
        long in = documents.count();
        long left = documents
                .sparkSession()
                .read()
                .schema(documents.schema())
                .parquet(output.toString())
                .count();
        return counts(found, items, numContaminated)
                .with(Counts.IN, in)
                .with(Counts.KEPT, left)
                .with(Counts.DROPPED, dropped);
    }

    private static Dataset<Row> found(Dataset<Row> documents, Broadcast<NGramIndex> index) {
        RecordCodec<Contamination> codec = RecordCodec.of(Contamination.class);
        return documents
                .select("id", "url", "text")
                .flatMap(
                        (FlatMapFunction<Row, Row>) row ->
                                Contamination.of(row.getString(0), row.getString(1), row.getString(2), index.value())
                                        .stream()
                                        .map(codec::toRow)
                                        .iterator(),
                        codec.encoder());
    }

    /** These documents without the lines that hold items, which may be all of a document's. */
    private static Dataset<Row> cut(Dataset<Row> documents, Broadcast<NGramIndex> index) {
        RecordCodec<CutDocument> codec = RecordCodec.of(CutDocument.class);
        Dataset<Row> texts = documents
                .select("id", "text")
                .map(
                        (MapFunction<Row, Row>) row -> codec.toRow(new CutDocument(
                                row.getString(0),
                                Contamination.withoutLines(
                                        row.getString(1), index.value().matches(row.getString(1))))),
                        codec.encoder());
        Column[] columns =
                Arrays.stream(documents.columns()).map(functions::col).toArray(Column[]::new);
        return documents.drop("text").join(texts, ID).select(columns);
    }

    private static Counts counts(Dataset<Row> found, Map<String, Long> items, long contaminated) {
        Counts counts = Counts.empty().with("contaminated", contaminated);
        items.forEach((set, count) ->
                counts.with("items." + set, count).with("found." + set, 0).with("documents." + set, 0));
        found.groupBy("set")
                .agg(countDistinct("line"), countDistinct("id"))
                .orderBy("set")
                .collectAsList()
                .forEach(row -> counts.with("found." + row.getString(0), row.getLong(1))
                        .with("documents." + row.getString(0), row.getLong(2)));
        return counts;
    }
}
