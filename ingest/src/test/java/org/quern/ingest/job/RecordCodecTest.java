package org.quern.ingest.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.esotericsoftware.kryo.Kryo;
import java.util.List;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
class RecordCodecTest {
    record Span(int start, int end) {}

    record Page(String url, long offset, double score, boolean kept, Optional<String> title, List<Span> spans) {}

    record Unmapped(Thread thread) {}

    private static final Page FULL =
            new Page("http://a", 7L, 0.25, true, Optional.of("A"), List.of(new Span(1, 2), new Span(3, 4)));
    private static final Page BARE = new Page("", 0L, Double.NaN, false, Optional.empty(), List.of());

    @Test
    void goesThroughSparkAndBack(SparkSession spark) {
        RecordCodec<Page> codec = RecordCodec.of(Page.class);
        Dataset<Row> rows = spark.createDataset(List.of(codec.toRow(FULL), codec.toRow(BARE)), codec.encoder());

        assertThat(rows.schema()).isEqualTo(codec.schema());
        assertThat(rows.collectAsList()).map(codec::fromRow).containsExactly(FULL, BARE);
    }

    @Test
    void readsColumnsInAnyOrder(SparkSession spark) {
        RecordCodec<Page> codec = RecordCodec.of(Page.class);
        Dataset<Row> rows = spark.createDataset(List.of(codec.toRow(FULL)), codec.encoder())
                .selectExpr("spans", "title", "kept", "1 as more", "score", "offset", "url");

        assertThat(codec.fromRow(rows.first())).isEqualTo(FULL);
    }

    @Test
    void whatIsOptionalMayHaveNoColumn(SparkSession spark) {
        RecordCodec<Page> codec = RecordCodec.of(Page.class);
        Dataset<Row> rows = spark.createDataset(List.of(codec.toRow(FULL)), codec.encoder());

        assertThat(codec.fromRow(rows.drop("title").first()).title()).isEmpty();
        assertThatThrownBy(() -> codec.fromRow(rows.drop("kept").first())).hasMessageContaining("kept");
    }

    @Test
    void refusesNullsAndTypesWithoutAColumn(SparkSession spark) {
        RecordCodec<Span> codec = RecordCodec.of(Span.class);
        Row row = spark.sql("select 1 as start, cast(null as int) as end").first();

        assertThatThrownBy(() -> codec.fromRow(row)).hasMessage("column 'end' is null");
        assertThatThrownBy(() -> RecordCodec.of(Unmapped.class)).hasMessageContaining("no column type for");
    }

    @Test
    void kryoCallsTheConstructor() {
        SparkConf conf = new SparkConf()
                .set("spark.kryo.registrationRequired", "true")
                .set("spark.kryo.registrator", KryoRegistrations.class.getName());
        Kryo kryo = new KryoSerializer(conf).newKryo();
        kryo.register(Span.class, new RecordSerializer(Span.class));
        var buffer = new com.esotericsoftware.kryo.io.Output(64, -1);

        kryo.writeClassAndObject(buffer, List.of(new Span(1, 2)));

        assertThat(kryo.readClassAndObject(new com.esotericsoftware.kryo.io.Input(buffer.toBytes())))
                .isEqualTo(List.of(new Span(1, 2)));
    }
}
