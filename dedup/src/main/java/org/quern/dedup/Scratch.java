package org.quern.dedup;

import java.io.IOException;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Intermediate tables as Parquet in a folder that goes when the job is done. Unlike a cache they cut the lineage, survive
 * executors and spill nothing; what is read back does not depend on how Spark would compute it again.
 */
record Scratch(SparkSession spark, Path folder) implements AutoCloseable {
    /** Writes the rows under a new name and reads them back. */
    Dataset<Row> save(String name, Dataset<Row> rows) {
        String path = new Path(folder, name).toString();
        rows.write().parquet(path);
        return spark.read().schema(rows.schema()).parquet(path);
    }

    @Override
    public void close() throws IOException {
        folder.getFileSystem(spark.sparkContext().hadoopConfiguration()).delete(folder, true);
    }
}
