package org.quern.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.quern.ingest.document.Document;
import org.quern.ingest.document.DocumentId;
import org.quern.ingest.job.ConfigReader;
import org.quern.ingest.job.Counts;
import org.quern.ingest.job.InputException;
import org.quern.ingest.job.JobRunner;
import org.quern.ingest.job.JobRunner.Existing;
import org.quern.ingest.job.RecordCodec;
import org.quern.ingest.job.SparkExtension;
import org.quern.ingest.language.fasttext.FastTextFixture;
import org.quern.ingest.page.ReportPages;
import org.quern.ingest.rules.RuleSet;
import org.quern.ingest.source.Slice;
import org.quern.ingest.source.SliceLister;

@ExtendWith(SparkExtension.class)
class IngestJobTest {
    private static final IngestConfig KEEP_ALL = IngestConfig.defaults().withRules(RuleSet.NONE);

    @TempDir
    private Path temp;

    private final SparkSession spark;
    private Path input = Path.of("");

    IngestJobTest(SparkSession spark) {
        this.spark = spark;
    }

    @BeforeEach
    void fillInput() throws IOException {
        input = Files.createDirectory(temp.resolve("in"));
        Files.writeString(input.resolve("a.html"), "<h1>Querns</h1><p>A quern is a hand mill of two stones.");
        Files.writeString(input.resolve("b.txt"), "The mill grinds the grain of the village.");
        Files.writeString(input.resolve("c.txt"), "The mill grinds the grain of the village.");
        Files.writeString(input.resolve("Main.java"), "final class Main {\n    int x;\n}\n");
        Files.writeString(input.resolve("d.zip"), "no zip");
        Files.writeString(input.resolve("empty.txt"), " \n");
    }

    private Counts run(IngestConfig config, String output) throws Exception {
        return new JobRunner(spark)
                .run(
                        new IngestJob(),
                        config,
                        List.of(input.toString()),
                        temp.resolve(output).toString(),
                        Existing.KEEP)
                .counts();
    }

    private List<Document> documents(String output) {
        RecordCodec<Document> codec = RecordCodec.of(Document.class);
        return spark.read().parquet(temp.resolve(output).resolve("documents").toString()).collectAsList().stream()
                .map(codec::fromRow)
                .toList();
    }

    private Map<String, String> reasons(String output) {
        return spark.read().parquet(temp.resolve(output).resolve("rejected").toString()).collectAsList().stream()
                .collect(java.util.stream.Collectors.toMap(row -> row.getAs("source"), row -> row.getAs("reason")));
    }

    @Test
    void textsAreMaskedWhereAsked() throws Exception {
        Files.writeString(input.resolve("mail.txt"), "Ask the miller at miller@quern.example.com about the stones.");
        run(ConfigReader.read(KEEP_ALL, MissingNode.getInstance(), Map.of("masks", "[emails]"), "ingest"), "masked");
        assertThat(documents("masked"))
                .extracting(Document::text)
                .contains("Ask the miller at email@example.com about the stones.");
    }

    @Test
    void everythingReadIsKeptOrRejectedWithAReason() throws Exception {
        Counts counts = run(KEEP_ALL, "out");

        assertThat(documents("out"))
                .containsExactlyInAnyOrder(
                        Document.of(
                                "", "in/a.html", 0, "eng", "web", "# Querns\n\nA quern is a hand mill of two stones."),
                        Document.of("", "in/b.txt", 0, "eng", "prose", "The mill grinds the grain of the village."),
                        Document.of(
                                "",
                                "in/Main.java",
                                0,
                                language("in/Main.java"),
                                "code",
                                "final class Main {\n    int x;\n}"));
        assertThat(reasons("out")).containsEntry("in/c.txt", "duplicate.id").containsEntry("in/empty.txt", "empty");
        assertThat(reasons("out").get("in/d.zip")).startsWith("unreadable: ");
        assertThat(counts.asMap())
                .containsEntry("in", 6L)
                .containsEntry("kept", 3L)
                .containsEntry("dropped", 3L)
                .containsEntry("dropped.duplicate.id", 1L)
                .containsEntry("dropped.unreadable", 1L)
                .containsEntry("dropped.empty", 1L)
                .containsEntry("in.domain.prose", 3L)
                .containsEntry("kept.domain.prose", 1L)
                .containsEntry("in.length.32", 3L)
                .containsEntry("kept.length.32", 2L)
                .containsEntry("in.source.in/c.txt", 1L)
                .containsEntry("kept.source.in/c.txt", 0L);
    }

    @Test
    void thePageShowsWhatWasDropped() throws Exception {
        run(KEEP_ALL, "out");

        JsonNode shown = ReportPages.data(Files.readString(temp.resolve("out/report.html")));
        assertThat(shown.path("reasons").findValuesAsText("reason"))
                .containsExactlyInAnyOrder("duplicate.id", "empty", "unreadable");
        assertThat(shown.path("examples"))
                .filteredOn(example -> example.path("reason").asText().equals("duplicate.id"))
                .singleElement()
                .satisfies(example -> {
                    assertThat(example.path("source").asText()).isEqualTo("in/c.txt");
                    assertThat(example.path("text").asText()).isEqualTo("The mill grinds the grain of the village.");
                });
        assertThat(shown.path("config").path("format").asText()).isEqualTo("auto");
    }

    @Test
    void manyFilesAreCountedByFolder() throws Exception {
        Files.createDirectory(input.resolve("more"));
        for (int i = 0; i < 31; i++) {
            Files.writeString(input.resolve("more/" + i + ".txt"), "Text number " + i + ".");
        }

        assertThat(run(KEEP_ALL, "out").asMap())
                .containsEntry("in.source.in/", 6L)
                .containsEntry("kept.source.in/", 3L)
                .containsEntry("in.source.in/more/", 31L)
                .containsEntry("kept.source.in/more/", 31L);
    }

    private String language(String source) {
        return documents("out").stream()
                .filter(document -> document.source().equals(source))
                .findFirst()
                .orElseThrow()
                .language();
    }

    @Test
    void rulesGiveReasonAndValue() throws Exception {
        run(IngestConfig.defaults(), "out");

        assertThat(reasons("out"))
                .containsEntry("in/b.txt", "gopher.repetition.top_3_gram: 0.3659")
                .containsEntry("in/Main.java", "length.characters: 31.00");
    }

    @Test
    void languagesAndDomainsAreChosen() throws Exception {
        IngestConfig config = new IngestConfig(
                "auto",
                Map.of("*b.txt", "code"),
                KEEP_ALL.rules(),
                "",
                List.of("deu"),
                0.5,
                List.of("code"),
                Blocklists.NONE,
                List.of(),
                1_000,
                "text",
                "url",
                "date",
                2);

        run(config, "out");

        assertThat(documents("out")).extracting(Document::source).containsExactlyInAnyOrder("in/b.txt", "in/Main.java");
        assertThat(reasons("out").get("in/a.html")).startsWith("language: eng ");
    }

    @Test
    void blockedAddressesAreRejectedAndAChangedListIsNoticed() throws Exception {
        Files.writeString(input.resolve("urls.jsonl"), """
                {"text": "One page.", "url": "HTTP://www.A.example:80/x?utm_source=y#z"}
                {"text": "Another page.", "url": "http://b.example/"}
                """);
        Path list = Files.writeString(temp.resolve("hosts.txt"), "# hosts\nB.example\n");
        IngestConfig config = KEEP_ALL.withBlocklists(new Blocklists(List.of(list.toString()), List.of(), List.of()));

        assertThat(run(config, "out").of("dropped.url.host")).isEqualTo(1);
        assertThat(documents("out")).extracting(Document::url).contains("http://www.a.example/x");

        Files.writeString(list, "other.example\n");
        assertThatThrownBy(() -> run(config, "out"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("with another config or other inputs");
    }

    @Test
    void datesAreReadAndDoNotNameADocument() throws Exception {
        Files.writeString(input.resolve("dated.jsonl"), """
                {"text": "One page.", "url": "http://a.example/", "date": "2024-01-31 23:59:59+01:00"}
                {"text": "Another page.", "url": "http://a.example/", "date": "yesterday"}
                """);

        run(KEEP_ALL, "out");

        assertThat(documents("out"))
                .filteredOn(document -> document.source().equals("in/dated.jsonl"))
                .extracting(Document::id, Document::date)
                .containsExactlyInAnyOrder(
                        tuple(DocumentId.of("http://a.example/", "One page."), Optional.of("2024-01-31T22:59:59Z")),
                        tuple(DocumentId.of("http://a.example/", "Another page."), Optional.empty()));
    }

    @Test
    void aMissingBlocklistIsNamed() {
        IngestConfig config = KEEP_ALL.withBlocklists(new Blocklists(List.of(), List.of("nowhere.txt"), List.of()));

        assertThatThrownBy(() -> run(config, "out"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("nowhere.txt, which does not exist");
    }

    @Test
    void aFileThatIsNoLanguageModelIsNamedAndAChangedOneIsNoticed() throws Exception {
        Path model = Files.writeString(temp.resolve("lid.bin"), "PK, no model at all");
        IngestConfig config = ConfigReader.read(
                KEEP_ALL, MissingNode.getInstance(), Map.of("languageModel", model.toString()), "ingest");

        assertThatThrownBy(() -> run(config, "out"))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("languageModel: " + model + " is not a fastText classifier: it begins with ");

        Files.write(model, FastTextFixture.model());
        run(config, "out");
        assertThat(documents("out")).extracting(Document::language).isSubsetOf("eng", "deu", "fra", "rus", "jpn");
    }

    @Test
    void rowsDoNotDependOnPartitions() throws Exception {
        List<Slice> slices = new SliceLister(spark.sparkContext().hadoopConfiguration(), Optional.empty())
                .list(List.of(input.toString()));
        List<List<Slice>> each = slices.stream().map(List::of).toList();

        assertThat(rows(List.of(slices))).isEqualTo(rows(each));
    }

    private List<String> rows(List<List<Slice>> batches) throws IOException {
        return IngestJob.markDuplicates(IngestJob.read(spark, batches, KEEP_ALL)).collectAsList().stream()
                .map(Row::toString)
                .sorted()
                .toList();
    }

    @Test
    void theSameInputGivesTheSameBytes() throws Exception {
        run(KEEP_ALL, "out1");
        run(KEEP_ALL, "out2");

        assertThat(files("out1")).isEqualTo(files("out2")).isNotEmpty();
    }

    private Map<String, String> files(String output) throws IOException {
        try (Stream<Path> files = Files.walk(temp.resolve(output))) {
            return files.filter(file -> file.getFileName().toString().startsWith("part-"))
                    .collect(java.util.stream.Collectors.toMap(
                            file -> temp.resolve(output).relativize(file).toString(), IngestJobTest::content));
        }
    }

    private static String content(Path file) {
        try {
            return java.util.HexFormat.of().formatHex(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void anInputWithoutKnownFilesIsRefused() throws Exception {
        Path other = Files.createDirectory(temp.resolve("other"));
        Files.writeString(other.resolve("logo.png"), "x");
        input = other;

        assertThatThrownBy(() -> run(KEEP_ALL, "out"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("no file of a known format");
    }
}
