package org.quern.dedup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.quern.ingest.job.SparkExtension;

@ExtendWith(SparkExtension.class)
class KeyFilterTest {
    private static final int KEYS = 50_000;
    private static final int OTHERS = 1_000_000;

    @Test
    void deniesNoKeyAndNearlyAllOthers(SparkSession spark) {
        Random random = new Random(3);
        long[] keys = random.longs(KEYS).toArray();
        KeyFilter filter = filter(spark, keys);

        for (long key : keys) {
            assertThat(filter.mayContain(key)).isTrue();
        }
        assertThat(random.longs(OTHERS).filter(filter::mayContain).count()).isLessThan(OTHERS / 1000);
    }

    @Test
    void withoutKeysItDeniesAll(SparkSession spark) {
        assertThat(IntStream.range(0, 1000).filter(filter(spark, new long[0])::mayContain))
                .isEmpty();
    }

    private static KeyFilter filter(SparkSession spark, long[] keys) {
        List<Row> rows = IntStream.range(0, keys.length)
                .mapToObj(i -> RowFactory.create(keys[i]))
                .toList();
        Dataset<Row> table = spark.createDataFrame(rows, new StructType().add("key", DataTypes.LongType));
        return KeyFilter.of(table.repartition(3), keys.length);
    }
}
