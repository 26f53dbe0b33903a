package org.quern.ingest.warc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quern.ingest.document.Damage;
import org.quern.ingest.document.Finding;
import org.quern.ingest.document.Kind;
import org.quern.ingest.document.RawText;

class WarcFindingsTest {
    private static final int MAX_BYTES = 10_000;
    private static final Optional<String> DATE = Optional.of("2024-01-01T00:00:00Z");

    private static List<Finding> findings(byte[] file) throws IOException {
        return findings(file, 0, Long.MAX_VALUE);
    }

    private static List<Finding> findings(byte[] file, long begin, long end) throws IOException {
        List<Finding> found = new ArrayList<>();
        SeekableInput input =
                offset -> new ByteArrayInputStream(file, (int) offset, Math.max(0, file.length - (int) offset));
        try (WarcFindings findings = new WarcFindings(input, "f.warc", MAX_BYTES, begin, end)) {
            for (Optional<Finding> next = findings.next(); next.isPresent(); next = findings.next()) {
                found.add(next.get());
            }
        }
        return found;
    }

    private static byte[] record(String type, String url, String contentType, String block) {
        int length = block.getBytes(StandardCharsets.UTF_8).length;
        return ("WARC/1.0\r\nWARC-Type: " + type
                        + "\r\nWARC-Record-ID: <urn:uuid:7c8e0a2e-7f0e-4a0e-9d2b-1a2b3c4d5e6f>\r\n"
                        + "WARC-Date: 2024-01-01T00:00:00Z\r\nWARC-Target-URI: " + url + "\r\nContent-Type: "
                        + contentType
                        + "\r\nContent-Length: " + length + "\r\n\r\n" + block + "\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] page(String name) {
        return record(
                "response",
                "http://a.example/" + name,
                "application/http; msgtype=response",
                "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>Page " + name + "</p>");
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static List<String> texts(List<Finding> findings) {
        return findings.stream()
                .filter(RawText.class::isInstance)
                .map(finding -> ((RawText) finding).text())
                .toList();
    }

    @Test
    void givesTextsWithUrlAndOffset() throws IOException {
        byte[] first = page("one");
        byte[] request =
                record("request", "http://a.example/", "application/http; msgtype=request", "GET / HTTP/1.1\r\n\r\n");
        byte[] wet = record("conversion", "http://a.example/wet", "text/plain", "Extracted text.");

        List<Finding> found = findings(join(first, request, wet));

        assertThat(found)
                .containsExactly(
                        new RawText("http://a.example/one", "f.warc", 0, Kind.WEB, "Page one").withDate(DATE),
                        new RawText(
                                        "http://a.example/wet",
                                        "f.warc",
                                        first.length + request.length,
                                        Kind.PROSE,
                                        "Extracted text.")
                                .withDate(DATE));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void datesOfArcAreItsFourteenDigits(boolean compressed) throws IOException {
        byte[] first = arc("filedesc://f.arc", "text/plain", "1 0 Test\nURL IP-address Archive-date Content-type\n");
        byte[] page = arc("http://a.example/one", "text/html", "HTTP/1.0 200 OK\nContent-Type: text/html\n\n<p>One");
        byte[] blank = arc("http://a.example/a b", "text/html", "HTTP/1.0 200 OK\nContent-Type: text/html\n\n<p>Two");

        List<Finding> found = compressed
                ? findings(join(HttpPayloadTest.gzip(first), HttpPayloadTest.gzip(page), HttpPayloadTest.gzip(blank)))
                : findings(join(first, page, blank));

        assertThat(found)
                .filteredOn(RawText.class::isInstance)
                .extracting(finding -> ((RawText) finding).url(), finding -> ((RawText) finding).date())
                .containsExactly(
                        tuple("http://a.example/one", Optional.of("2001-02-03T04:05:06Z")),
                        tuple("http://a.example/a%20b", Optional.of("2001-02-03T04:05:06Z")));
    }

    private static byte[] arc(String url, String type, String block) {
        return (url + " 192.0.2.1 20010203040506 " + type + " " + block.length() + "\n" + block + "\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void goesOnAfterADamagedMember() throws IOException {
        byte[] first = HttpPayloadTest.gzip(page("one"));
        byte[] broken = HttpPayloadTest.gzip(page("two"));
        broken[broken.length / 2] ^= 0x55;
        broken[broken.length / 2 + 1] ^= 0x55;
        byte[] third = HttpPayloadTest.gzip(page("three"));

        List<Finding> found = findings(join(first, broken, third));

        assertThat(texts(found)).containsExactly("Page one", "Page three");
        assertThat(found.get(1)).isInstanceOf(Damage.class);
        assertThat(found.get(1).offset()).isEqualTo(first.length);
        assertThat(found.get(2).offset()).isEqualTo(first.length + broken.length);
    }

    @Test
    void goesOnAfterGarbage() throws IOException {
        byte[] garbage = "\0\1\2 not a record \r\n".getBytes(StandardCharsets.ISO_8859_1);

        assertThat(texts(findings(join(page("one"), garbage, page("two"))))).containsExactly("Page one", "Page two");
        assertThat(texts(findings(join(garbage, page("two"))))).containsExactly("Page two");
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 64, 100, 333, 1_000, 4_096, 10_000, 1_000_000})
    void rangesShareTheRecordsBetweenThem(int rangeBytes) throws IOException {
        byte[] archive = damagedArchive();
        List<Finding> whole = findings(archive);
        List<Finding> parts = new ArrayList<>();
        for (int begin = 0; begin < archive.length; begin += rangeBytes) {
            parts.addAll(findings(archive, begin, Math.min(archive.length, begin + rangeBytes)));
        }

        assertThat(texts(whole).size()).isEqualTo(57);
        assertThat(whole.size() - texts(whole).size()).isEqualTo(9);
        assertThat(parts)
                .extracting(Finding::offset)
                .isEqualTo(whole.stream().map(Finding::offset).toList());
        assertThat(parts.equals(whole)).isTrue();
    }

    /** Records of many sizes, a few damaged in each way that there is, and one member with three of them. */
    private static byte[] damagedArchive() throws IOException {
        Random random = new Random(7);
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        for (int i = 0; i < 60; i++) {
            StringBuilder words = new StringBuilder("page " + i);
            int numWords = random.nextInt(400);
            for (int w = 0; w < numWords; w++) {
                words.append(' ').append(Integer.toString(random.nextInt(1 << 20), 36));
            }
            byte[] page = page(words.toString());
            byte[] member = HttpPayloadTest.gzip(i == 30 ? join(page, page, page) : page);
            if (i % 20 == 7) {
                member[0] = 0;
            } else if (i % 20 == 11) {
                member[member.length / 2] ^= 0x7f;
                member = Arrays.copyOf(member, member.length - 20);
            } else if (i % 20 == 15) {
                member[member.length - 8] ^= 1;
            }
            archive.writeBytes(member);
        }
        return archive.toByteArray();
    }

    @Test
    void aPlainFileMayBeCutAnywhere() throws IOException {
        String looksLikeRecords =
                "WARC/1.0\r\nis how a record begins.\r\nWARC/1.0\r\n\r\nhttp://a.example/ is no record.";
        byte[] falseHead = page("broken");
        falseHead[3] = 'X';
        byte[] warc = join(
                page("one"),
                record("conversion", "http://a.example/wet", "text/plain", looksLikeRecords),
                falseHead,
                page("three"),
                "\0\1\2 not a record \r\n".getBytes(StandardCharsets.UTF_8),
                page("four"));

        assertThat(texts(findings(warc))).hasSize(4);
        assertCutsChangeNothing(warc);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\n\n", "\r\n"})
    void readsEachRecordOfAPlainArcFileOnce(String separator) throws IOException {
        StringBuilder arc = new StringBuilder();
        for (String name : List.of("one", "two", "three")) {
            String response = "HTTP/1.1 200 OK\nContent-Type: text/html\n\n<p>Page\nhttp://a.example/ " + name + "\n";
            arc.append("http://a.example/").append(name).append(" 192.0.2.1 20240101000000 text/html ");
            arc.append(response.length()).append('\n').append(response).append(separator);
        }

        byte[] file = arc.toString().getBytes(StandardCharsets.UTF_8);

        assertThat(texts(findings(file))).hasSize(3);
        assertCutsChangeNothing(file);
    }

    private static void assertCutsChangeNothing(byte[] file) throws IOException {
        List<Finding> whole = findings(file);
        assertThat(whole).extracting(Finding::offset).doesNotHaveDuplicates();
        for (int cut = 1; cut < file.length; cut++) {
            List<Finding> parts = new ArrayList<>(findings(file, 0, cut));
            parts.addAll(findings(file, cut, file.length));
            assertThat(parts).as("cut at %d", cut).isEqualTo(whole);
        }
    }

    @Test
    void aFileCompressedAsAWholeIsOneRange() throws IOException {
        byte[] archive = HttpPayloadTest.gzip(join(page("one"), page("two"), page("three")));

        assertThat(texts(findings(archive, 0, 10))).containsExactly("Page one", "Page two", "Page three");
        assertThat(findings(archive, 10, archive.length)).isEmpty();
    }

    @Test
    void reportsRecordsThatAreTooLarge() throws IOException {
        byte[] large = record("conversion", "http://a.example/", "text/plain", "x".repeat(MAX_BYTES + 1));

        List<Finding> found = findings(join(large, page("two")));

        assertThat(found.get(0)).isEqualTo(Damage.tooLarge("f.warc", 0, MAX_BYTES));
        assertThat(texts(found)).containsExactly("Page two");
    }

    @Test
    void anythingElseIsDamage() throws IOException {
        assertThat(findings("no archive".getBytes(StandardCharsets.UTF_8)))
                .singleElement()
                .isInstanceOf(Damage.class);
    }
}
