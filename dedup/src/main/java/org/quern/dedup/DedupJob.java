package org.quern.dedup;

import static org.apache.spark.sql.functions.col;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.quern.ingest.job.Counts;
import org.quern.ingest.job.Job;
import org.quern.ingest.job.JobContext;
import org.quern.ingest.job.JobInput;
import org.quern.ingest.job.ParquetTable;

/**
 * Removes older captures of a page, and exact and near duplicates, and keeps the best copy of each.
 *
 * <p>Reads {@code documents/} of {@code score}, or of {@code ingest} where every document counts as of quality 0. Writes
 * {@code documents/}, with the same columns and {@code quality}, and {@code duplicates/}: see {@link Duplicates}; with {@link LineConfig#cut} and
 * {@link SubstringConfig#cut}, texts are cut, under the ids that they had, and {@code lines/} and {@code substrings/} say where: see
 * {@link Lines} and {@link Substrings}.
 *
 * <p>With {@link DedupConfig#index}, the dump is checked against earlier ones and then added to them: of its documents those are dropped that a
 * run over all dumps together would drop if earlier ones came first in the {@link KeepOrder}, up to the pairs that {@link Candidates}
 * leaves out of large buckets. A dump is known by its manifest: run again, it is checked against the same ones as the first time.
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
        return "Removes older captures, exact and near duplicates, on request also what earlier dumps had and text that documents share.";
    }

    @Override
    public DedupConfig defaults() {
        return DedupConfig.defaults();
    }

    @Override
    public Optional<String> addsTo(DedupConfig config) {
        return Optional.of(config.index()).filter(index -> !index.isEmpty());
    }

    @Override
    public List<String> dependencies(JobContext context, DedupConfig config) throws IOException {
        return dump(context, config).stream()
                .flatMap(dump -> dump.earlier().stream())
                .map(IndexPart::toString)
                .toList();
    }

    private Optional<IndexedDump> dump(JobContext context, DedupConfig config) throws IOException {
        Optional<String> index = addsTo(config);
        if (index.isEmpty()) {
            return Optional.empty();
        }
        Path made = context.made(step(context));
        JobInput input = context.manifestInputs(step(context)).get(0);
        return Optional.of(DumpIndex.at(index.get(), context.hadoop())
                .dump(
                        input.fingerprint(),
                        made.getFileSystem(context.hadoop()).makeQualified(made).toString(),
                        config));
    }

    private static String step(JobContext context) {
        return context.has("score") ? "score" : "ingest";
    }

    @Override
    public Counts run(JobContext context, DedupConfig config) throws Exception {
        Path input = context.made(step(context));
        Dataset<Row> documents = context.spark().read().parquet(new Path(input, "documents").toString());
        return write(documents, context.folder(), config, dump(context, config));
    }

    static Counts write(Dataset<Row> input, Path folder, DedupConfig config, Optional<IndexedDump> dump)
            throws IOException {
        try (Scratch scratch = new Scratch(input.sparkSession(), new Path(folder, ".scratch"))) {
            return write(input, scratch, folder, config, dump);
        }
    }

    private static Counts write(
            Dataset<Row> input, Scratch scratch, Path folder, DedupConfig config, Optional<IndexedDump> dump)
            throws IOException {
        KeepOrder order = config.keepOrder();
        Repeats repeats = Repeats.of(input, order);
        Dataset<Row> sketches =
                scratch.save("sketches", Duplicates.sketches(repeats.documents(), order, config.minhash()));
        EarlierDumps earlier =
                dump.map(own -> own.earlierDumps(sketches, scratch)).orElse(EarlierDumps.none(sketches));
        Duplicates duplicates = Duplicates.find(repeats, sketches, earlier, scratch, config);
        // Spread as they will be written, so that the texts move once.
        Dataset<Row> documents = repeats.documents()
                .repartition(config.numFiles(), col("id"))
                .join(duplicates.dropped().distinct(), new String[] {"id"}, "left_anti");
        long linesCut = 0;
        if (config.lines().cut()) {
            Cuts lines = Lines.find(documents, sketches, order, scratch, config.lines());
            duplicates = duplicates.with(lines.dropped(), sketches, order);
            documents = lines.left(documents);
            Dataset<Row> table = lines.table();
            ParquetTable.write(table, new Path(folder, "lines"), config.numFiles(), "id", "begin");
            linesCut = written(folder, "lines", table).count();
        }
        long tokensCut = 0;
        if (config.substrings().cut()) {
            Cuts substrings = Substrings.find(documents, sketches, order, scratch, config.substrings());
            tokensCut = substrings.tokensCut();
            duplicates = duplicates.with(substrings.dropped(), sketches, order);
            documents = substrings.left(documents);
            ParquetTable.write(substrings.table(), new Path(folder, "substrings"), config.numFiles(), "id", "begin");
        }
        ParquetTable.write(documents, new Path(folder, "documents"), config.numFiles(), "id");
        ParquetTable.write(duplicates.table(), new Path(folder, "duplicates"), config.numFiles(), "id");
        Dataset<Row> dropped = written(folder, "duplicates", duplicates.table());
        Counts counts = Counts.empty()
                .with(Counts.IN, input.count())
                .with(Counts.KEPT, written(folder, "documents", documents).count());
        duplicates.addTo(counts, dropped).with("lines.cut", linesCut).with("tokens.cut", tokensCut);
        if (dump.isPresent()) {
            counts.with("index.texts", dump.get().earlierTexts()).with("index.dropped", Duplicates.earlier(dropped));
            dump.get().add(duplicates.texts(), repeats.documents(), config.minhash());
        }
        return KeepMatches.addTo(counts, sketches, order);
    }

    private static Dataset<Row> written(Path folder, String table, Dataset<Row> like) {
        return like.sparkSession().read().schema(like.schema()).parquet(new Path(folder, table).toString());
    }
}
