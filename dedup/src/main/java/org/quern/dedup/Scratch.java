package org.quern.dedup;

import java.io.IOException;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.quern.ingest.job.ParquetTable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Intermediate tables as Parquet in a folder that goes when the job is done. Unlike a cache they cut the lineage, survive
 * executors and spill nothing; what is read back does not depend on how Spark would compute it again.
 */
record Scratch(SparkSession spark, Path folder) implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Scratch.class);

    /** Writes the rows under a new name and reads them back. */
    Dataset<Row> save(String name, Dataset<Row> rows) {
        Path table = new Path(folder, name);
        long start = System.nanoTime();
        ParquetTable.save(rows, table);
        LOG.debug("{}: {} s", name, String.format("%.1f", (System.nanoTime() - start) / 1e9));
        return spark.read().schema(rows.schema()).parquet(table.toString());
    }

    @Override
    public void close() throws IOException {
        folder.getFileSystem(spark.sparkContext().hadoopConfiguration()).delete(folder, true);
    }
}
