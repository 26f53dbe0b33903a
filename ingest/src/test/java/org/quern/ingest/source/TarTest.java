package org.quern.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quern.ingest.document.Damage;
import org.quern.ingest.document.Finding;
import org.quern.ingest.document.Findings;
import org.quern.ingest.document.Kind;
import org.quern.ingest.document.RawText;

class TarTest {
    private static final Configuration HADOOP = new Configuration();
    private static final int MAX_BYTES = 4_000;
    private static final String LONG_FOLDER = "folder/".repeat(30);

    @TempDir
    private Path temp;

    private List<Finding> read(String name, byte[] content) throws IOException {
        Path file = Files.write(temp.resolve(name), content);
        SliceReader reader = new SliceReader(HADOOP, new ReadOptions(MAX_BYTES, "text", "url", "date"));
        List<Finding> found = new ArrayList<>();
        for (Slice slice : new SliceLister(HADOOP, Optional.empty()).list(List.of(file.toString()))) {
            try (Findings findings = reader.open(slice)) {
                for (Optional<Finding> next = findings.next(); next.isPresent(); next = findings.next()) {
                    found.add(next.get());
                }
            }
        }
        return found;
    }

    private static byte[] tar(String... namesAndContents) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            for (int i = 0; i < namesAndContents.length; i += 2) {
                add(tar, namesAndContents[i], namesAndContents[i + 1].getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toByteArray();
    }

    private static void add(TarArchiveOutputStream tar, String name, byte[] content) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }

    private static byte[] compressed(String name, byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        String form = name.substring(name.lastIndexOf('.') + 1);
        try (OutputStream packed =
                switch (form) {
                    case "gz", "tgz" -> new GZIPOutputStream(out);
                    case "zst" -> new ZstdOutputStream(out);
                    case "bz2" -> new BZip2CompressorOutputStream(out);
                    case "xz" -> new XZCompressorOutputStream(out);
                    default -> out;
                }) {
            packed.write(bytes);
        }
        return out.toByteArray();
    }

    private static RawText prose(String source, String text) {
        return new RawText("", source, 0, Kind.PROSE, text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"lib.tar", "lib.tar.gz", "lib.TGZ", "lib.tar.zst", "lib.tar.bz2", "lib.tar.xz"})
    void readsTheFilesOfATar(String name) throws IOException {
        byte[] tar = tar(
                "src/A.java",
                "class A {}",
                "src/",
                "",
                "logo.png",
                "x".repeat(9_000),
                "big.txt",
                "x".repeat(4_001),
                LONG_FOLDER + "a.html",
                "<p>Page",
                "rows.jsonl",
                "{\"text\":\"One\"}\n{\"text\":\"Two\"}",
                "../nested.tar",
                "no");

        assertThat(read(name, compressed(name.toLowerCase(Locale.ROOT), tar)))
                .containsExactly(
                        new RawText("", name + "!/src/A.java", 0, Kind.CODE, "class A {}"),
                        Damage.tooLarge(name + "!/big.txt", 0, MAX_BYTES),
                        new RawText("", name + "!/" + LONG_FOLDER + "a.html", 0, Kind.WEB, "Page"),
                        prose(name + "!/rows.jsonl", "One"),
                        new RawText("", name + "!/rows.jsonl", 15, Kind.PROSE, "Two"));
    }

    @Test
    void licencesHoldForWhatComesAfterThem() throws IOException {
        byte[] tar = tar("a/A.java", "class A {}", "a/LICENSE", "Under the MIT license.", "a/b/B.java", "class B {}");

        assertThat(read("a.tar", tar))
                .containsExactly(
                        new RawText("", "a.tar!/a/A.java", 0, Kind.CODE, "class A {}"),
                        new RawText("", "a.tar!/a/b/B.java", 0, Kind.CODE, "class B {}").withLicence("MIT"));
    }

    @Test
    void linksAndDevicesAreNoDocuments() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            for (byte type : new byte[] {TarConstants.LF_SYMLINK, TarConstants.LF_LINK, TarConstants.LF_FIFO}) {
                tar.putArchiveEntry(new TarArchiveEntry("link.txt", type));
                tar.closeArchiveEntry();
            }
            add(tar, "b.txt", "Text.".getBytes(StandardCharsets.UTF_8));
        }

        assertThat(read("a.tar", bytes.toByteArray())).containsExactly(prose("a.tar!/b.txt", "Text."));
    }

    @Test
    void damageInAnEntryIsThatEntrysAlone() throws IOException {
        byte[] tar = tar("a.txt.gz", "no gzip", "b.txt", "The second.");

        List<Finding> found = read("a.tar.gz", compressed("a.gz", tar));

        assertThat(found).hasSize(2);
        assertThat(((Damage) found.get(0)).reason()).startsWith("damaged: ZipException");
        assertThat(found.get(0).source()).isEqualTo("a.tar.gz!/a.txt.gz");
        assertThat(found.get(1)).isEqualTo(prose("a.tar.gz!/b.txt", "The second."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cut.tar", "cut.tar.gz"})
    void aCutTarKeepsWhatIsBeforeTheCut(String name) throws IOException {
        byte[] tar = tar("a.txt", "The first.", "logo.png", "x".repeat(600), "b.txt", "The second.");
        byte[] whole = compressed(name, Arrays.copyOf(tar, 6 * 512 + 11));
        List<Finding> texts = List.of(prose(name + "!/a.txt", "The first."), prose(name + "!/b.txt", "The second."));
        for (int length = 1; length < whole.length; length += 37) {
            List<Finding> found = read(name, Arrays.copyOf(whole, length));

            assertThat(found.get(found.size() - 1)).as("cut at %d", length).isInstanceOf(Damage.class);
            assertThat(found.subList(0, found.size() - 1)).isEqualTo(texts.subList(0, found.size() - 1));
        }
    }

    @Test
    void aTarEndsWhereNoHeaderIs() throws IOException {
        byte[] tar = tar("a.txt", "The first.", "b.txt", "The second.", "c.txt", "The third.");
        Arrays.fill(tar, 1_024, 1_400, (byte) '7');

        assertThat(read("a.tar", tar))
                .satisfiesExactly(first -> assertThat(first).isEqualTo(prose("a.tar!/a.txt", "The first.")), second -> {
                    assertThat(second).isInstanceOf(Damage.class);
                    assertThat(second.source()).isEqualTo("a.tar");
                    assertThat(second.offset()).isEqualTo(1_536);
                });
    }

    @Test
    void headersWithoutEndAreRefused() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            TarArchiveEntry entry = new TarArchiveEntry("././@LongLink", TarConstants.LF_GNUTYPE_LONGNAME);
            entry.setSize(8 << 20);
            tar.putArchiveEntry(entry);
            tar.write(new byte[8 << 20]);
            tar.closeArchiveEntry();
            add(tar, "b.txt", "Text.".getBytes(StandardCharsets.UTF_8));
        }

        assertThat(read("bomb.tar", bytes.toByteArray())).singleElement().satisfies(finding -> assertThat(
                        ((Damage) finding).reason())
                .isEqualTo("damaged: IOException an entry's headers are over 1048576 bytes"));
    }
}
