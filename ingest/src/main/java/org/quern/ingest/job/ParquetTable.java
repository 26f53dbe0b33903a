package org.quern.ingest.job;

import java.io.IOException;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** A folder of Parquet files whose bytes depend on the rows alone: not on partitions, executors or their order. */
public final class ParquetTable {
    private static final Pattern SPARK_PART = Pattern.compile("part-(\\d+)-.*\\.parquet");

    private ParquetTable() {}

    /**
     * Writes the rows: spread over the files by a hash of the first key column, sorted within by all of them. The files are
     * {@code part-00000.parquet} and so on; a file that would be empty is not there.
     *
     * @param numFiles at least 1
     * @param key columns that together are unique
     */
    public static void write(Dataset<Row> rows, Path folder, int numFiles, String... key) throws IOException {
        Column[] columns = Arrays.stream(key).map(functions::col).toArray(Column[]::new);
        rows.repartition(numFiles, columns[0])
                .sortWithinPartitions(columns)
                .write()
                .parquet(folder.toString());
        FileSystem files =
                folder.getFileSystem(rows.sparkSession().sparkContext().hadoopConfiguration());
        for (FileStatus file : files.listStatus(folder)) {
            Matcher part = SPARK_PART.matcher(file.getPath().getName());
            if (part.matches()) {
                Path stable = new Path(folder, "part-" + part.group(1) + ".parquet");
                if (!files.rename(file.getPath(), stable)) {
                    throw new IOException("cannot rename " + file.getPath() + " to " + stable);
                }
            }
        }
    }
}
