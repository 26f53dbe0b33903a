package org.quern.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.NanoTime;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quern.ingest.document.Damage;
import org.quern.ingest.document.Finding;
import org.quern.ingest.document.Findings;
import org.quern.ingest.document.Kind;
import org.quern.ingest.document.RawText;

class ParquetFindingsTest {
    private static final Instant MOMENT = Instant.parse("2019-04-25T12:57:54.123456Z");
    private static final Optional<String> SECOND = Optional.of("2019-04-25T12:57:54Z");

    @TempDir
    private Path temp;

    @SafeVarargs
    private List<Finding> read(String fields, Consumer<Group>... rows) throws IOException {
        MessageType schema = MessageTypeParser.parseMessageType("message rows { " + fields + " }");
        org.apache.hadoop.fs.Path file = new org.apache.hadoop.fs.Path(
                temp.resolve(fields.hashCode() + ".parquet").toString());
        try (ParquetWriter<Group> writer =
                ExampleParquetWriter.builder(file).withType(schema).build()) {
            for (Consumer<Group> row : rows) {
                Group group = new SimpleGroup(schema);
                row.accept(group);
                writer.write(group);
            }
        }
        List<Finding> found = new ArrayList<>();
        ReadOptions options = new ReadOptions(100, "text", "url", "date");
        try (Findings findings = ParquetFindings.open(file, new Configuration(), "f", options)) {
            for (Optional<Finding> next = findings.next(); next.isPresent(); next = findings.next()) {
                found.add(next.get());
            }
        }
        return found;
    }

    private Optional<String> date(String type, Consumer<Group> row) throws IOException {
        Finding found = read(
                        "required binary text (UTF8); optional " + type,
                        row.andThen(group -> group.add("text", "Text.")))
                .get(0);
        return ((RawText) found).date();
    }

    @Test
    void readsTheColumnsThatThereAre() throws IOException {
        assertThat(read(
                        "optional binary text (UTF8); optional binary url (UTF8); optional int32 more;",
                        group -> group.append("text", "One").append("url", "http://a.example/"),
                        group -> group.append("more", 1),
                        group -> group.append("text", "Three"),
                        group -> group.append("text", "x".repeat(101))))
                .containsExactly(
                        new RawText("http://a.example/", "f", 0, Kind.PROSE, "One"),
                        Damage.damaged("f", 1, "no text in column 'text'"),
                        new RawText("", "f", 2, Kind.PROSE, "Three"),
                        Damage.tooLarge("f", 3, 100));
    }

    @Test
    void readsDatesOfAllTypes() throws IOException {
        long micros = ChronoUnit.MICROS.between(Instant.EPOCH, MOMENT);
        assertThat(date("binary date (UTF8);", group -> group.add("date", MOMENT.toString())))
                .isEqualTo(SECOND);
        assertThat(date("int64 date (TIMESTAMP(MILLIS,true));", group -> group.add("date", micros / 1000)))
                .isEqualTo(SECOND);
        assertThat(date("int64 date (TIMESTAMP(MICROS,false));", group -> group.add("date", micros)))
                .isEqualTo(SECOND);
        assertThat(date("int64 date (TIMESTAMP(NANOS,true));", group -> group.add("date", micros * 1000)))
                .isEqualTo(SECOND);
        assertThat(date("int32 date (DATE);", group -> group.add("date", 18_011)))
                .contains("2019-04-25T00:00:00Z");
        // Julian day 2,458,599 began at noon of 2019-04-25; 12:57:54 of a day that Parquet counts from midnight.
        assertThat(date("int96 date;", group -> group.add("date", new NanoTime(2_458_599, 46_674_000_000_000L))))
                .isEqualTo(SECOND);
    }

    @Test
    void otherTypesAndNullsAreNoDates() throws IOException {
        assertThat(date("int64 date;", group -> group.add("date", 1_556_197_074L)))
                .isEmpty();
        assertThat(date("double date;", group -> group.add("date", 2019.0))).isEmpty();
        assertThat(date("group date { optional int32 year; }", group -> group.addGroup("date")
                        .add("year", 2019)))
                .isEmpty();
        assertThat(date("int64 date (TIMESTAMP(MILLIS,true));", group -> {})).isEmpty();
    }
}
