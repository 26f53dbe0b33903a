package org.quern.tokenizer;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.substring;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.quern.ingest.job.InputException;

/** Documents from Parquet or JSONL with a {@code text} column, whoever wrote them. */
final class TextTable {

    static final String ID = "id";
    static final String URL = "url";
    static final String LANGUAGE = "language";
    static final String DOMAIN = "domain";
    static final String TEXT = "text";
    /** The domain of documents that name none. */
    static final String NO_DOMAIN = "all";
    /** The language of documents that name none. */
    static final String NO_LANGUAGE = "und";

    private static final int ID_DIGITS = 32;
    /** Given, so that Spark does not read everything once more to find out. */
    private static final String JSON_COLUMNS = "id STRING, url STRING, language STRING, domain STRING, text STRING";

    private TextTable() {}

    /**
     * Reads a file, or all files under a folder: columns id (of the content where the table has none), url (empty
     * where it has none), language, domain and text; other columns stay.
     *
     * @throws InputException if it is neither Parquet nor JSONL, or has no text
     */
    static Dataset<Row> read(SparkSession spark, Path path) throws IOException {
        Dataset<Row> rows = withText(load(spark, path), path);
        Column contentId = substring(sha2(col(TEXT), 256), 1, ID_DIGITS);
        List<String> names = Arrays.asList(rows.columns());
        Column id = names.contains(ID) ? coalesce(col(ID).cast("string"), contentId) : contentId;
        return rows.withColumn(ID, id)
                .withColumn(URL, stringOr("", URL, names))
                .withColumn(LANGUAGE, stringOr(NO_LANGUAGE, LANGUAGE, names))
                .withColumn(DOMAIN, stringOr(NO_DOMAIN, DOMAIN, names));
    }

    /** A column's value, and something else where there is none. */
    private static Column stringOr(String otherwise, String name, List<String> names) {
        return names.contains(name) ? coalesce(col(name).cast("string"), lit(otherwise)) : lit(otherwise);
    }

    private static Dataset<Row> withText(Dataset<Row> rows, Path path) {
        if (!Arrays.asList(rows.columns()).contains(TEXT)) {
            throw new InputException("%s has no column 'text', only %s; give documents with their text in it"
                    .formatted(path, Arrays.toString(rows.columns())));
        }
        return rows.withColumn(TEXT, coalesce(col(TEXT).cast("string"), lit("")));
    }

    private static Dataset<Row> load(SparkSession spark, Path path) throws IOException {
        String first = firstFile(spark, path);
        String pattern = path.toString();
        if (first.endsWith(".parquet")) {
            return spark.read().option("recursiveFileLookup", true).parquet(pattern);
        }
        if (first.matches(".*\\.jsonl?(\\.(gz|bz2|zst|lz4|snappy))?")) {
            return spark.read()
                    .option("recursiveFileLookup", true)
                    .schema(JSON_COLUMNS)
                    .json(pattern);
        }
        throw new InputException(
                "%s must be a .parquet or .jsonl file or a folder of such, got %s; run ingest on other kinds"
                        .formatted(path, first));
    }

    /** The name of the first data file, for its kind. */
    private static String firstFile(SparkSession spark, Path path) throws IOException {
        FileSystem files = path.getFileSystem(spark.sparkContext().hadoopConfiguration());
        if (!files.exists(path)) {
            throw new InputException("%s does not exist; give a file or folder that does".formatted(path));
        }
        String first = "";
        RemoteIterator<LocatedFileStatus> found = files.listFiles(path, true);
        while (found.hasNext()) {
            String name = found.next().getPath().getName();
            boolean hidden = name.startsWith("_") || name.startsWith(".") || name.equals("manifest.json");
            if (!hidden && (first.isEmpty() || name.compareTo(first) < 0)) {
                first = name;
            }
        }
        return first.isEmpty() ? "no file" : first;
    }
}
