package org.quern.ingest.warc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.quern.ingest.document.Damage;
import org.quern.ingest.document.Finding;
import org.quern.ingest.document.RawText;

/** warcio's own damaged archives and dolma's crawl samples; the columns are texts and damages found. */
@Tag("shared")
class DamagedArchivesTest {
    private static List<Finding> findings(String name) throws IOException {
        return findings(name, 0, Long.MAX_VALUE);
    }

    private static List<Finding> findings(String name, long begin, long end) throws IOException {
        Path file = file(name);
        List<Finding> found = new ArrayList<>();
        try (WarcFindings findings = new WarcFindings(offset -> open(file, offset), name, 1 << 20, begin, end)) {
            for (Optional<Finding> next = findings.next(); next.isPresent(); next = findings.next()) {
                found.add(next.get());
            }
        }
        return found;
    }

    private static Path file(String name) {
        return Path.of(Objects.requireNonNull(System.getenv("QUERN_SHARED"), "QUERN_SHARED"), "data", "warc", name);
    }

    private static InputStream open(Path file, long offset) throws IOException {
        InputStream in = Files.newInputStream(file);
        in.skipNBytes(offset);
        return in;
    }

    @ParameterizedTest
    @CsvSource({
        "dolma-sample-0000.warc.gz, 22, 0",
        "dolma-sample-0001.warc.gz, 15, 0",
        "warcio-bad.arc, 0, 3",
        "warcio-example-bad-non-chunked.warc.gz, 1, 0",
        "warcio-example-bad.warc.gz.bad, 1, 0",
        "warcio-example-digest.warc, 0, 0",
        "warcio-example-iana.org-chunked.warc, 1, 0",
        "warcio-example-resource.warc.gz, 1, 0",
        "warcio-example-space-in-target-uri.warc.gz, 0, 0",
        "warcio-example-space-in-url.arc, 1, 0",
        "warcio-example-trunc.warc, 1, 1",
        "warcio-example-wget-bad-target-uri.warc.gz, 1, 0",
        "warcio-example-wrong-chunks.warc.gz, 1, 0",
        "warcio-example.arc, 1, 0",
        "warcio-example.arc.gz, 1, 0",
        "warcio-example.warc, 1, 0",
        "warcio-example.warc.gz, 1, 0",
        "warcio-post-test.warc.gz, 0, 0",
    })
    void recoversWhatIsThere(String name, int texts, int damages) throws IOException {
        List<Finding> found = findings(name);

        assertThat(found.stream()
                        .filter(f -> f instanceof RawText text && !text.text().isBlank()))
                .hasSize(texts);
        assertThat(found.stream().filter(Damage.class::isInstance)).hasSize(damages);
    }

    /** The records of these files as warcio reads them are a fixture; {@code warcio_records.py} beside it made it. */
    @Test
    void losesNoDocumentThatWarcioReads() throws IOException {
        List<String> lost = new ArrayList<>();
        int documents = 0;
        for (JsonNode record : warcioRecords()) {
            if (isDocument(record)) {
                documents++;
                if (findings(record.path("file").asText()).stream().noneMatch(found -> isText(found, record))) {
                    lost.add(record.toString());
                }
            }
        }

        assertThat(documents).isEqualTo(46);
        assertThat(lost).isEmpty();
    }

    /** A page or text with a body, found, and not Wget's own log. */
    private static boolean isDocument(JsonNode record) {
        String type = record.path("type").asText();
        String contentType = record.path("content_type").asText();
        boolean found = type.equals("resource")
                || (type.equals("response") && record.path("status").asText().startsWith("2"));
        return found
                && (contentType.startsWith("text/html") || contentType.startsWith("text/plain"))
                && record.path("body_bytes").asInt() > 0
                && !record.path("url").asText().startsWith("metadata:");
    }

    /** A blank line between records of a plain ARC file belongs to the one before for warcio, to the one after for jwarc. */
    private static boolean isText(Finding found, JsonNode record) {
        long blank = record.path("file").asText().endsWith(".arc") ? 1 : 0;
        return found instanceof RawText text
                && Math.abs(text.offset() - record.path("offset").asLong()) <= blank
                && text.url().equals(record.path("url").asText().replace(" ", "%20"))
                && !text.text().isBlank();
    }

    private static List<JsonNode> warcioRecords() throws IOException {
        try (InputStream in = DamagedArchivesTest.class.getResourceAsStream("warcio-records.jsonl")) {
            return new ObjectMapper()
                    .readerFor(JsonNode.class)
                    .<JsonNode>readValues(Objects.requireNonNull(in))
                    .readAll();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000, 4_096, 30_000, 100_000})
    void rangesOfACrawlShareItsRecords(int rangeBytes) throws IOException {
        String name = "dolma-sample-0001.warc.gz";
        List<Finding> parts = new ArrayList<>();
        long length = Files.size(file(name));
        for (long begin = 0; begin < length; begin += rangeBytes) {
            parts.addAll(findings(name, begin, Math.min(length, begin + rangeBytes)));
        }

        assertThat(parts.equals(findings(name))).isTrue();
    }
}
