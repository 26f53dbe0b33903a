package org.quern.dedup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.quern.ingest.IngestConfig;
import org.quern.ingest.IngestJob;
import org.quern.ingest.job.Counts;
import org.quern.ingest.job.InputException;
import org.quern.ingest.job.SparkExtension;
import org.quern.ingest.rules.RuleSet;

@ExtendWith(SparkExtension.class)
class DecontaminateJobTest {
    private static final String QUESTION =
            "A miller fills 12 sacks with 50 kg of flour each, how many kg does he fill in all?";

    @TempDir
    private static Path folder;

    private final SparkSession spark;

    DecontaminateJobTest(SparkSession spark) {
        this.spark = spark;
    }

    @BeforeAll
    static void ingest(SparkSession spark) throws Exception {
        Path texts = Files.createDirectory(folder.resolve("texts"));
        Files.writeString(
                texts.resolve("clean.txt"), "A miller fills sacks with flour, and nobody asks how many they are.");
        Files.writeString(texts.resolve("forum.txt"), "Who can help me?\n" + QUESTION + "\nThank you all.");
        Files.writeString(texts.resolve("copy.txt"), QUESTION.toUpperCase(Locale.ROOT));
        Jobs.run(spark, folder, new IngestJob(), IngestConfig.defaults().withRules(RuleSet.NONE), "texts", "ingest");
        Files.writeString(
                folder.resolve("gsm.jsonl"),
                "{\"question\": \"Unheard of\", \"answer\": \"1\"}\n\n{\"question\": \"" + QUESTION + "\"}\n");
        Files.write(
                folder.resolve("other.jsonl.gz"),
                gzipped("{\"choices\": [\"this is a choice of exactly eight words, yes\"], \"gold\": 0}\n"));
    }

    private static byte[] gzipped(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private DecontaminateConfig config(boolean cut, String... sets) {
        List<String> files =
                Arrays.stream(sets).map(set -> folder.resolve(set).toString()).toList();
        return new DecontaminateConfig(files, 13, 8, cut, 2);
    }

    private List<Row> rows(String table) {
        return spark.read()
                .parquet(folder.resolve(table).toString())
                .orderBy("id")
                .collectAsList();
    }

    @Test
    void dropsWhatHoldsAnItemAndSaysWhich() throws Exception {
        Counts counts = Jobs.run(
                        spark,
                        folder,
                        new DecontaminateJob(),
                        config(false, "gsm.jsonl", "other.jsonl.gz"),
                        "ingest",
                        "out")
                .counts();

        assertThat(rows("out/documents"))
                .extracting(row -> row.<String>getAs("source"))
                .containsExactly("texts/clean.txt");
        assertThat(rows("out/documents").get(0).schema())
                .isEqualTo(rows("ingest/documents").get(0).schema());
        assertThat(rows("out/contaminations")).hasSize(2).allSatisfy(row -> {
            assertThat(row.<String>getAs("set")).isEqualTo("gsm");
            assertThat(row.<Long>getAs("line")).isEqualTo(3);
            assertThat(row.<Integer>getAs("words")).isEqualTo(19);
            assertThat(row.<String>getAs("shared")).isEqualToIgnoringCase(QUESTION.substring(0, QUESTION.length() - 1));
        });
        assertThat(counts.asMap())
                .containsAllEntriesOf(Map.of(
                        "in",
                        3L,
                        "kept",
                        1L,
                        "dropped",
                        2L,
                        "contaminated",
                        2L,
                        "items.gsm",
                        2L,
                        "found.gsm",
                        1L,
                        "documents.gsm",
                        2L,
                        "items.other",
                        1L,
                        "found.other",
                        0L,
                        "documents.other",
                        0L));
    }

    @Test
    void cutsLinesAndDropsWhatHasNoOthers() throws Exception {
        Counts counts = Jobs.run(spark, folder, new DecontaminateJob(), config(true, "gsm.jsonl"), "ingest", "cut")
                .counts();

        assertThat(rows("cut/documents"))
                .extracting(row -> row.<String>getAs("text"))
                .containsExactlyInAnyOrder(
                        "A miller fills sacks with flour, and nobody asks how many they are.",
                        "Who can help me?\nThank you all.");
        assertThat(counts.asMap())
                .containsAllEntriesOf(Map.of("in", 3L, "kept", 2L, "dropped", 1L, "contaminated", 2L));
    }

    @Test
    void badSetsAreNamed() throws Exception {
        Files.writeString(folder.resolve("bad.jsonl"), "{\"a\": 1}\n{oops\n");
        Files.writeString(folder.resolve("empty.jsonl"), "\n");
        Files.createDirectory(folder.resolve("again"));
        Files.copy(folder.resolve("gsm.jsonl"), folder.resolve("again/gsm.jsonl"));

        refused("no evaluation sets");
        refused("bad.jsonl line 2 is not JSON", "bad.jsonl");
        refused("empty.jsonl has no items", "empty.jsonl");
        refused("two evaluation sets are called gsm", "gsm.jsonl", "again/gsm.jsonl");
        refused("nowhere.jsonl, which does not exist", "nowhere.jsonl");
    }

    private void refused(String message, String... sets) {
        assertThatThrownBy(
                        () -> Jobs.run(spark, folder, new DecontaminateJob(), config(false, sets), "ingest", "refused"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(message);
    }
}
