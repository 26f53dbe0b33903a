package org.quern.ingest.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkExtension.class)
class ParquetTableTest {
    @TempDir
    private Path temp;

    @Test
    void theSameBytesWhateverThePartitions(SparkSession spark) throws Exception {
        Dataset<Row> rows = spark.range(1000)
                .select(functions.md5(functions.col("id").cast("string")).as("id"));

        Map<String, String> one = write(rows.repartition(1), "one");
        Map<String, String> seven = write(rows.repartition(7), "seven");

        assertThat(one).isEqualTo(seven).hasSize(3).containsKey("part-00002.parquet");
        assertThat(spark.read().parquet(temp.resolve("one").toString()).count()).isEqualTo(1000);
    }

    @Test
    void anEmptyTableKeepsItsColumns(SparkSession spark) throws Exception {
        write(spark.range(0).selectExpr("cast(id as string) as id"), "empty");

        assertThat(spark.read().parquet(temp.resolve("empty").toString()).columns())
                .containsExactly("id");
    }

    private Map<String, String> write(Dataset<Row> rows, String name) throws Exception {
        Path folder = temp.resolve(name);
        ParquetTable.write(rows, new org.apache.hadoop.fs.Path(folder.toString()), 3, "id");
        Map<String, String> hashes = new TreeMap<>();
        try (var files = Files.list(folder)) {
            for (Path file : (Iterable<Path>)
                    files.filter(f -> !f.getFileName().toString().startsWith("."))::iterator) {
                hashes.put(file.getFileName().toString(), sha256(file));
            }
        }
        return hashes;
    }

    private static String sha256(Path file) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }
}
