package org.quern.dedup;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.quern.ingest.job.ParquetTable;
import org.quern.ingest.job.RecordCodec;

/**
 * A dump that is checked against an index and added to it.
 *
 * @param index the index
 * @param part the dump's own part
 * @param earlier the parts that it is checked against
 * @param added whether the index has the own part already
 */
record IndexedDump(DumpIndex index, IndexPart part, List<IndexPart> earlier, boolean added) {
    private static final String DOCUMENTS = "documents";
    private static final String SHINGLES = "shingles";

    /** What of the new dump the earlier ones have. */
    EarlierDumps earlierDumps(Dataset<Row> sketches, Scratch scratch) {
        if (earlier.isEmpty()) {
            return EarlierDumps.none(sketches);
        }
        List<String> folders = earlier.stream()
                .map(before -> new Path(index.path(before), DOCUMENTS).toString())
                .toList();
        Map<Integer, ShingleFiles> shingles = new HashMap<>();
        for (IndexPart before : earlier) {
            shingles.put(before.number(), shingles(index.path(before), before.numFiles()));
        }
        return EarlierDumps.of(sketches, folders, shingles, scratch);
    }

    /** How many texts the earlier dumps have. */
    long earlierTexts() {
        return earlier.stream().mapToLong(IndexPart::texts).sum();
    }

    /**
     * Adds the part, unless an earlier run has.
     *
     * @param texts as {@link Duplicates#texts}
     * @param documents of at least these, whole
     */
    void add(Dataset<Row> texts, Dataset<Row> documents, MinHashConfig config) throws IOException {
        if (added) {
            return;
        }
        index.add(this, folder -> {
            Path table = new Path(folder, DOCUMENTS);
            ParquetTable.write(rows(texts), table, part.numFiles(), "id");
            Dataset<Row> written = texts.sparkSession()
                    .read()
                    .schema(RecordCodec.of(IndexedText.class).schema())
                    .parquet(table.toString());
            shingles(folder, part.numFiles())
                    .write(documents.join(written.select("id"), new String[] {"id"}, "left_semi"), config);
            return written.count();
        });
    }

    private Dataset<Row> rows(Dataset<Row> texts) {
        return texts.select(
                col("id"),
                lit(part.number()).as("dump"),
                col("exactHigh"),
                col("exactLow"),
                col("bands"),
                coalesce(col("kept"), col("id")).as("kept"),
                coalesce(col("keptDump"), lit(part.number())).as("keptDump"),
                coalesce(col("similarity"), lit(1.0)).as("similarity"));
    }

    private static ShingleFiles shingles(Path folder, int numFiles) {
        return new ShingleFiles(new Path(folder, SHINGLES).toString(), numFiles);
    }
}
