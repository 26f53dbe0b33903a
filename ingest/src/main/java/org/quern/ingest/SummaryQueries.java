package org.quern.ingest;

import static org.apache.spark.sql.functions.bin;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.left;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.octet_length;
import static org.apache.spark.sql.functions.regexp_replace;
import static org.apache.spark.sql.functions.substring_index;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.quern.ingest.Summary.Example;
import org.quern.ingest.Summary.Group;
import org.quern.ingest.Summary.Share;

/** Counts judged documents, rows with the columns of {@link Judged}. */
final class SummaryQueries {
    private static final int MAX_SOURCES = 30;
    private static final int EXAMPLES_PER_REASON = 3;
    private static final int EXAMPLE_CHARS = 300;
    private static final int MAX_ROWS_FOR_EXAMPLES = 10_000;

    private final Dataset<Row> judged;

    SummaryQueries(Dataset<Row> judged) {
        this.judged = judged;
    }

    /** The documents by all that is counted but their source. */
    List<Group> groups() {
        Column bytes = octet_length(col("text"));
        Column binaryDigits = when(bytes.equalTo(0), 0).otherwise(length(bin(bytes)));
        return judged
                .groupBy(kind(), col("domain"), col("language"), binaryDigits.as("digits"))
                .agg(count(lit(1)), sum(bytes))
                .orderBy("kind", "domain", "language", "digits")
                .collectAsList()
                .stream()
                .map(row -> new Group(
                        row.getString(0),
                        row.getString(1),
                        row.getString(2),
                        row.getInt(3) == 0 ? 0 : 1 << (row.getInt(3) - 1),
                        row.getLong(4),
                        row.getLong(5)))
                .toList();
    }

    /** The documents by file; by folder where these are many; of more folders than can be shown, the smaller together. */
    List<Share> sources() {
        Column file = substring_index(col("source"), "!/", 1);
        List<Share> files = sources(file).limit(MAX_SOURCES + 1).collectAsList().stream()
                .map(SummaryQueries::share)
                .toList();
        if (files.size() <= MAX_SOURCES) {
            return files;
        }
        List<Share> folders = sources(regexp_replace(file, "/[^/]*$", "/")).collectAsList().stream()
                .map(SummaryQueries::share)
                .toList();
        if (folders.size() <= MAX_SOURCES) {
            return folders;
        }
        List<Share> sources = new ArrayList<>(folders.subList(0, MAX_SOURCES - 1));
        List<Share> others = folders.subList(MAX_SOURCES - 1, folders.size());
        sources.add(others.stream().reduce(new Share(others.size() + " others", 0, 0, 0), Share::plus));
        return sources;
    }

    private Dataset<Row> sources(Column name) {
        Column kept = col("reason").equalTo("");
        return judged.groupBy(name.as("name"))
                .agg(
                        count(lit(1)).as("in"),
                        count(when(kept, 1)),
                        coalesce(sum(when(kept, octet_length(col("text")))), lit(0L)))
                .orderBy(col("in").desc(), col("name"));
    }

    private static Share share(Row row) {
        return new Share(row.getString(0), row.getLong(1), row.getLong(2), row.getLong(3));
    }

    /** A few documents for each reason, from the first of these rows: by their ids, so taken at random. */
    static List<Example> examples(Dataset<Row> rejected) {
        Map<String, Integer> seen = new HashMap<>();
        List<Example> examples = new ArrayList<>();
        List<Row> rows = rejected.limit(MAX_ROWS_FOR_EXAMPLES)
                .select(
                        kind(),
                        col("reason"),
                        col("url"),
                        col("source"),
                        col("offset"),
                        left(col("text"), lit(EXAMPLE_CHARS)))
                .collectAsList();
        for (Row row : rows) {
            if (seen.merge(row.getString(0), 1, Integer::sum) <= EXAMPLES_PER_REASON) {
                examples.add(new Example(
                        row.getString(1), row.getString(2), row.getString(3), row.getLong(4), row.getString(5)));
            }
        }
        return examples;
    }

    private static Column kind() {
        return substring_index(col("reason"), ":", 1).as("kind");
    }
}
