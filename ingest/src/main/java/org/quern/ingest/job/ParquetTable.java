package org.quern.ingest.job;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.util.SerializableConfiguration;

/** A folder of Parquet files whose bytes depend on the rows alone: not on partitions, executors or their order. */
public final class ParquetTable {
    private static final Pattern SPARK_PART = Pattern.compile("part-(\\d+)-.*\\.parquet");

    private ParquetTable() {}

    /**
     * Writes the rows, {@linkplain #arranged arranged} into that many files, named {@code part-00000.parquet} and so on; a file
     * that would be empty is not there.
     *
     * @param numFiles at least 1
     * @param key columns that together are unique
     */
    public static void write(Dataset<Row> rows, Path folder, int numFiles, String... key) throws IOException {
        writeArranged(arranged(rows, numFiles, key), folder);
    }

    /** A column of that name and type; of nulls where the rows were written before there was such a column. */
    public static Column columnOrNull(Dataset<Row> rows, String name, String type) {
        return Arrays.asList(rows.columns()).contains(name)
                ? functions.col(name)
                : functions.lit(null).cast(type).as(name);
    }

    /**
     * The rows in as many partitions as there are to be files: spread by a hash of the first key column, sorted within by all
     * of them.
     */
    public static Dataset<Row> arranged(Dataset<Row> rows, int numFiles, String... key) {
        Column[] columns = Arrays.stream(key).map(functions::col).toArray(Column[]::new);
        return rows.repartition(numFiles, columns[0]).sortWithinPartitions(columns);
    }

    /** Writes rows that are {@linkplain #arranged arranged}, or some of them, without moving them again: a file a partition. */
    public static void writeArranged(Dataset<Row> rows, Path folder) throws IOException {
        save(rows, folder);
        SparkContext context = rows.sparkSession().sparkContext();
        SerializableConfiguration hadoop = new SerializableConfiguration(context.hadoopConfiguration());
        List<String> parts = new ArrayList<>();
        for (FileStatus file : folder.getFileSystem(hadoop.value()).listStatus(folder)) {
            if (SPARK_PART.matcher(file.getPath().getName()).matches()) {
                parts.add(file.getPath().toString());
            }
        }
        JavaSparkContext.fromSparkContext(context)
                .parallelize(parts, Math.max(1, parts.size()))
                .foreach(part -> rename(new Path(part), hadoop));
    }

    /** Writes the rows as they lie. Spark's pages and the progress call what it takes by the folder's name. */
    public static void save(Dataset<Row> rows, Path folder) {
        SparkContext context = rows.sparkSession().sparkContext();
        context.setJobDescription(folder.getName());
        context.setLocalProperty(Progress.TABLE, folder.getName());
        try {
            rows.write().parquet(folder.toString());
        } finally {
            context.setJobDescription(null);
            context.setLocalProperty(Progress.TABLE, null);
        }
    }

    private static void rename(Path part, SerializableConfiguration hadoop) throws IOException {
        Matcher name = SPARK_PART.matcher(part.getName());
        if (name.matches()) {
            Path stable = new Path(part.getParent(), "part-" + name.group(1) + ".parquet");
            ParquetFooter.move(part.getFileSystem(hadoop.value()), part, stable);
        }
    }
}
