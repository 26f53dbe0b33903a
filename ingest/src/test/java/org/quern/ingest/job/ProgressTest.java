package org.quern.ingest.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkExtension.class)
class ProgressTest {
    private static final CountDownLatch SEEN = new CountDownLatch(1);

    @Test
    void saysWhatRunningTasksHaveReadForWhichTable(SparkSession spark, @TempDir Path folder) throws Exception {
        String numbers = folder.resolve("numbers").toString();
        spark.range(0, 2_000, 1, 2).toDF().write().parquet(numbers);
        Dataset<Row> rows = spark.read().parquet(numbers);
        Dataset<Row> waiting = rows.map((MapFunction<Row, Row>) ProgressTest::afterSeen, rows.encoder());
        try (Progress progress = Progress.start(spark.sparkContext(), "copy")) {
            CompletableFuture<Void> copying = CompletableFuture.runAsync(() -> ParquetTable.save(
                    waiting,
                    new org.apache.hadoop.fs.Path(folder.resolve("copies").toString())));
            String halfway = "copy copies: 0/2 tasks, 2,000 records read, 0 written, ? left";
            Instant deadline = Instant.now().plus(Duration.ofMinutes(1));
            while (!progress.lines().equals(List.of(halfway)) && Instant.now().isBefore(deadline)) {
                Thread.sleep(100);
            }
            List<String> lines = progress.lines();
            SEEN.countDown();
            copying.get();
            assertThat(lines).containsExactly(halfway);
        }
        assertThat(spark.read().parquet(folder.resolve("copies").toString()).count())
                .isEqualTo(2_000);
    }

    private static Row afterSeen(Row row) throws InterruptedException {
        SEEN.await();
        return row;
    }
}
