package org.quern.tokenizer.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quern.ingest.job.InputException;

final class ShardTest {

    private static final String HASH = "0f".repeat(32);

    @TempDir
    Path folder;

    @SuppressWarnings("ArrayRecordComponent")
    record Row(int[] tokens, int length, List<DocumentSpan> spans) {}

    private static List<Row> rows(int count, int contextLength, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int[] tokens = random.ints(contextLength, 0, 50_000).toArray();
            int length = random.nextInt(1, contextLength + 1);
            Arrays.fill(tokens, length, contextLength, 0);
            List<DocumentSpan> spans = new ArrayList<>();
            for (int start = 0; start < length; start += random.nextInt(1, contextLength)) {
                spans.add(new DocumentSpan(
                        "é" + random.nextInt(),
                        "http://" + "u".repeat(random.nextInt(30)),
                        "domain" + random.nextInt(3),
                        start,
                        start == 0 ? random.nextInt(9) : 0));
            }
            rows.add(new Row(tokens, length, spans));
        }
        return rows;
    }

    private static void write(Path file, List<Row> rows, int contextLength, String hash) throws IOException {
        try (ShardWriter writer = new ShardWriter(Files.newOutputStream(file), "stage1", contextLength, hash)) {
            for (Row row : rows) {
                writer.write(row.tokens, row.length, row.spans);
            }
        }
    }

    private static void assertHolds(ShardReader reader, List<Row> rows) {
        assertThat(reader.numSequences()).isEqualTo(rows.size());
        for (int i = rows.size() - 1; i >= 0; i--) {
            Row row = rows.get(i);
            PackedSequence sequence = reader.sequence(i);
            assertThat(sequence.tokens()).isEqualTo(row.tokens);
            assertThat(sequence.length()).isEqualTo(row.length);
            assertThat(sequence.documentStarts())
                    .isEqualTo(row.spans.stream().mapToInt(DocumentSpan::start).toArray());
            assertThat(reader.documents(i)).isEqualTo(row.spans);
            assertThat(reader.domains(i))
                    .isEqualTo(row.spans.stream().map(DocumentSpan::domain).toList());
        }
    }

    @Test
    void rowsComeBackThroughSeveralFilesAndBatches() throws IOException {
        List<Row> rows = rows(700, 1024, 1);
        write(folder.resolve("shard-00000.arrow"), rows.subList(0, 600), 1024, HASH);
        write(folder.resolve("shard-00001.arrow"), List.of(), 1024, HASH);
        write(folder.resolve("shard-00002.arrow"), rows.subList(600, 700), 1024, HASH);
        try (ShardReader reader = ShardReader.open(folder)) {
            assertHolds(reader.requireTokenizer(HASH), rows);
            assertThat(reader.contextLength()).isEqualTo(1024);
            assertThat(reader.stage()).isEqualTo("stage1");
            assertThat(reader.numTokens())
                    .isEqualTo(rows.stream().mapToLong(Row::length).sum());
            assertThatThrownBy(() -> reader.sequence(700))
                    .isInstanceOf(IndexOutOfBoundsException.class)
                    .hasMessage("index must be in 0 to 699, got 700");
        }
    }

    @Test
    void sameRowsGiveSameBytes() throws IOException {
        List<Row> rows = rows(50, 33, 2);
        write(folder.resolve("a.arrow"), rows, 33, HASH);
        write(folder.resolve("b.arrow"), rows, 33, HASH);
        assertThat(folder.resolve("a.arrow")).hasSameBinaryContentAs(folder.resolve("b.arrow"));
    }

    @Test
    void hadoopPathOpens() throws IOException {
        List<Row> rows = rows(3, 8, 3);
        write(folder.resolve("shard-00000.arrow"), rows, 8, HASH);
        try (ShardReader reader =
                ShardReader.open(new org.apache.hadoop.fs.Path(folder.toUri()), new Configuration(false))) {
            assertHolds(reader, rows);
        }
    }

    @Test
    void truncationAnywhereIsRefusedWithFileAndOffset() throws IOException {
        Path file = folder.resolve("shard-00000.arrow");
        write(file, rows(3, 8, 4), 8, HASH);
        byte[] whole = Files.readAllBytes(file);
        for (int size = 0; size < whole.length; size += 7) {
            Files.write(file, Arrays.copyOf(whole, size));
            assertThatThrownBy(() -> ShardReader.open(folder))
                    .isInstanceOf(InputException.class)
                    .hasMessageStartingWith(file.toString())
                    .hasMessageContaining("truncated at offset " + size);
        }
    }

    @Test
    void aFlippedBitInABatchIsRefusedWithItsOffset() throws IOException {
        Path file = folder.resolve("shard-00000.arrow");
        write(file, rows(300, 1024, 5), 1024, HASH);
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 4;
        Files.write(file, bytes);
        try (ShardReader reader = ShardReader.open(folder)) {
            assertThatThrownBy(() -> reader.sequence(0))
                    .isInstanceOf(InputException.class)
                    .hasMessageStartingWith(file.toString())
                    .hasMessageContaining("at offset");
            assertThat(reader.sequence(299).tokens()).hasSize(1024);
        }
    }

    /** Whatever part of the file it is in: what is read stays as it was, or is refused. */
    @Test
    void aFlippedBitAnywhereIsRefusedOrChangesNothing() throws IOException {
        long seed = 6;
        SplittableRandom random = new SplittableRandom(seed);
        Path file = folder.resolve("shard-00000.arrow");
        List<Row> rows = rows(3, 8, seed);
        write(file, rows, 8, HASH);
        byte[] bytes = Files.readAllBytes(file);
        int refused = 0;
        for (int i = 0; i < 1_500; i++) {
            int bit = random.nextInt(8 * bytes.length);
            bytes[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(file, bytes);
            bytes[bit / 8] ^= (byte) (1 << bit % 8);
            try (ShardReader reader = ShardReader.open(folder)) {
                assertHolds(reader.requireTokenizer(HASH), rows);
                assertThat(reader.numTokens())
                        .as("bit %d", bit)
                        .isEqualTo(rows.stream().mapToLong(Row::length).sum());
            } catch (InputException e) {
                refused++;
                assertThat(e)
                        .as("bit %d", bit)
                        .hasMessageStartingWith(file.toString())
                        .hasMessageContaining("at offset");
            }
        }
        assertThat(refused).isGreaterThan(700);
    }

    @Test
    void otherTokenizerOrContextIsRefused() throws IOException {
        write(folder.resolve("shard-00000.arrow"), rows(2, 8, 7), 8, HASH);
        try (ShardReader reader = ShardReader.open(folder)) {
            assertThatThrownBy(() -> reader.requireTokenizer("aa"))
                    .isInstanceOf(InputException.class)
                    .hasMessageStartingWith(folder.resolve("shard-00000.arrow") + ": the footer at offset ")
                    .hasMessageContaining("must be of tokenizer aa, got " + HASH);
        }
        write(folder.resolve("shard-00001.arrow"), rows(2, 16, 7), 16, HASH);
        assertThatThrownBy(() -> ShardReader.open(folder))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith(folder.resolve("shard-00001.arrow") + ": the footer at offset ")
                .hasMessageContaining("must be of stage1, 8 tokens a row");
    }

    @Test
    void emptyFolderSaysWhatToGive() {
        assertThatThrownBy(() -> ShardReader.open(folder))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("no *.arrow in it");
    }

    @Test
    void badRowsAreRefused() throws IOException {
        try (ShardWriter writer = new ShardWriter(Files.newOutputStream(folder.resolve("a")), "s", 4, HASH)) {
            List<DocumentSpan> one = List.of(new DocumentSpan("d", "", "all", 0, 0));
            assertThatThrownBy(() -> writer.write(new int[3], 3, one)).hasMessageContaining("got 3 and 3");
            assertThatThrownBy(() -> writer.write(new int[4], 5, one)).hasMessageContaining("got 4 and 5");
            assertThatThrownBy(() -> writer.write(new int[4], 4, List.of(new DocumentSpan("d", "", "all", 1, 0))))
                    .hasMessageContaining("must ascend from 0");
            assertThatThrownBy(() -> writer.write(new int[4], 4, List.of())).hasMessageContaining("at least one");
        }
    }
}
