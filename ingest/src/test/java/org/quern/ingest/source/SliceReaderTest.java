package org.quern.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quern.ingest.document.Damage;
import org.quern.ingest.document.Finding;
import org.quern.ingest.document.Findings;
import org.quern.ingest.document.Kind;
import org.quern.ingest.document.RawText;
import org.quern.ingest.pdf.DrawnPdf;

class SliceReaderTest {
    private static final int MAX_BYTES = 4_000;
    private static final Optional<String> DATE = Optional.of("2024-01-01T00:00:00Z");

    @TempDir
    private Path temp;

    private List<Finding> read(Path input) throws IOException {
        return read(input, Optional.empty());
    }

    private static List<Finding> read(Path input, Optional<SourceFormat> format) throws IOException {
        Configuration hadoop = new Configuration();
        SliceReader reader = new SliceReader(hadoop, new ReadOptions(MAX_BYTES, "text", "url", "date"));
        List<Finding> found = new ArrayList<>();
        for (Slice slice : new SliceLister(hadoop, format).list(List.of(input.toString()))) {
            try (Findings findings = reader.open(slice)) {
                for (Optional<Finding> next = findings.next(); next.isPresent(); next = findings.next()) {
                    found.add(next.get());
                }
            }
        }
        return found;
    }

    private Path file(String name, String content) throws IOException {
        Path file = temp.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    private Path zip(String name, String... namesAndContents) throws IOException {
        Path file = temp.resolve(name);
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (int i = 0; i < namesAndContents.length; i += 2) {
                zip.putNextEntry(new ZipEntry(namesAndContents[i]));
                zip.write(namesAndContents[i + 1].getBytes(StandardCharsets.UTF_8));
            }
        }
        return file;
    }

    @Test
    void walksFoldersInOrderOfPaths() throws IOException {
        file("in/b.txt", "Prose.");
        file("in/a/Main.java", "class Main {}");
        file("in/a/page.html", "<p>Page</p>");
        file("in/_hidden/x.txt", "no");
        file("in/.x.txt", "no");
        file("in/logo.png", "no");

        assertThat(read(temp.resolve("in")))
                .containsExactly(
                        new RawText("", "in/a/Main.java", 0, Kind.CODE, "class Main {}"),
                        new RawText("", "in/a/page.html", 0, Kind.WEB, "Page"),
                        new RawText("", "in/b.txt", 0, Kind.PROSE, "Prose."));
    }

    @Test
    void takesGzOffAnyFormat() throws IOException {
        Path file = temp.resolve("b.txt.gz");
        try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write("Prose.".getBytes(StandardCharsets.UTF_8));
        }

        assertThat(read(file)).containsExactly(new RawText("", "b.txt.gz", 0, Kind.PROSE, "Prose."));
    }

    @Test
    void takesZstOffAnyFormat() throws IOException {
        byte[] wet = """
                WARC/1.0
                WARC-Type: conversion
                WARC-Record-ID: <urn:uuid:7c8e0a2e-7f0e-4a0e-9d2b-1a2b3c4d5e6f>
                WARC-Date: 2024-01-01T00:00:00Z
                WARC-Target-URI: http://a.example/
                Content-Type: text/plain
                Content-Length: 5

                Text.

                """.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
        Files.createDirectories(temp.resolve("in"));
        Files.write(temp.resolve("in/a.txt.zst"), Zstd.compress("Prose.".getBytes(StandardCharsets.UTF_8)));
        Files.write(temp.resolve("in/b.warc.wet.zst"), Zstd.compress(wet));

        assertThat(read(temp.resolve("in")))
                .containsExactly(
                        new RawText("", "in/a.txt.zst", 0, Kind.PROSE, "Prose."),
                        new RawText("http://a.example/", "in/b.warc.wet.zst", 0, Kind.PROSE, "Text.").withDate(DATE));
    }

    @Test
    void readsNotebooksAndTex() throws IOException {
        file("in/a.ipynb", """
                {"cells": [
                  {"cell_type": "markdown", "source": ["# Mill\\n", "It turns."]},
                  {"cell_type": "raw", "source": "no"},
                  {"cell_type": "code", "source": ["for i in range(2):\\n", "    print(i)\\n"],
                   "outputs": [{"text": "0"}]},
                  {"cell_type": "code", "source": ""}],
                 "metadata": {"language_info": {"name": "python"}}, "nbformat": 4}""");
        file("in/b.ipynb", """
                {"worksheets": [{"cells": [{"cell_type": "heading", "level": 2, "source": "Mill"},
                  {"cell_type": "code", "input": "s = '```'"}]}], "metadata": {"name": ""}, "nbformat": 3}""");
        file("in/c.ipynb", "{}");
        file("in/d.tex", """
                \\documentclass{article} % a class
                \\begin{document}
                % alone
                A mill turns 50\\% of $x$. % so it does
                \\begin{thebibliography}{1}\\bibitem{a} A.\\end{thebibliography}
                \\end{document}
                after""");

        List<Finding> found = read(temp.resolve("in"));

        assertThat(found.get(0)).isEqualTo(new RawText("", "in/a.ipynb", 0, Kind.CODE, """
                        # Mill
                        It turns.

                        ```python
                        for i in range(2):
                            print(i)
                        ```"""));
        assertThat(((RawText) found.get(1)).text()).isEqualTo("## Mill\n\n````\ns = '```'\n````");
        assertThat(found.get(2))
                .isEqualTo(new Damage("in/c.ipynb", 0, "unreadable: IOException no notebook: no cells"));
        assertThat(found.get(3))
                .isEqualTo(new RawText("", "in/d.tex", 0, Kind.MATHEMATICS, "A mill turns 50\\% of $x$."));
    }

    @Test
    void warcsAreCutIntoRanges() throws IOException {
        file("in/a.warc.gz", "x".repeat(2_500));
        file("in/b.warc", "x".repeat(2_500));
        file("in/c.txt.gz", "x".repeat(2_500));
        file("in/d.warc.gz", "");
        file("in/e.warc.zst", "x".repeat(2_500));

        List<Slice> slices = new SliceLister(new Configuration(), Optional.empty(), 1_000)
                .list(List.of(temp.resolve("in").toString()));

        assertThat(slices)
                .extracting(Slice::source, Slice::begin, Slice::end)
                .containsExactly(
                        tuple("in/a.warc.gz", 0L, 1_000L),
                        tuple("in/a.warc.gz", 1_000L, 2_000L),
                        tuple("in/a.warc.gz", 2_000L, 2_500L),
                        tuple("in/b.warc", 0L, 1_000L),
                        tuple("in/b.warc", 1_000L, 2_000L),
                        tuple("in/b.warc", 2_000L, 2_500L),
                        tuple("in/c.txt.gz", 0L, 2_500L),
                        tuple("in/d.warc.gz", 0L, 0L),
                        tuple("in/e.warc.zst", 0L, 2_500L));
    }

    @Test
    void readsEntriesOfArchives() throws IOException {
        Path jar = zip(
                "lib.jar",
                "org/A.java",
                "class A {}",
                "doc/a.html",
                "<p>Page",
                "logo.png",
                "x",
                "big.txt",
                "x".repeat(4_001));

        assertThat(read(jar))
                .containsExactly(
                        new RawText("", "lib.jar!/org/A.java", 0, Kind.CODE, "class A {}"),
                        new RawText("", "lib.jar!/doc/a.html", 0, Kind.WEB, "Page"),
                        Damage.tooLarge("lib.jar!/big.txt", 0, MAX_BYTES));
    }

    @Test
    void entriesHaveTheLicenceOfTheNearestFolder() throws IOException {
        Path jar = zip(
                "lib.jar",
                "a/A.java",
                "class A {}",
                "b/c/C.java",
                "class C {}",
                "META-INF/LICENSE",
                "Licensed under the Apache License, Version 2.0",
                "b/COPYING.txt",
                "GNU General Public License Version 3");

        assertThat(read(jar))
                .extracting(Finding::source, finding -> ((RawText) finding).licence())
                .containsExactly(
                        tuple("lib.jar!/a/A.java", "Apache-2.0"),
                        tuple("lib.jar!/b/c/C.java", "GPL-3.0-only"),
                        tuple("lib.jar!/b/COPYING.txt", "GPL-3.0-only"));
    }

    @Test
    void goesOnAfterADamagedEntry() throws IOException {
        Path jar = zip("lib.jar", "a.txt", "The first text, long enough to be hit.", "b.txt", "The second.");
        byte[] bytes = Files.readAllBytes(jar);
        bytes[45] ^= 0x55;
        Files.write(jar, bytes);

        List<Finding> found = read(jar);

        assertThat(found).hasSize(2);
        assertThat(found.get(0)).isInstanceOf(Damage.class);
        assertThat(((Damage) found.get(0)).reason()).startsWith("damaged: ");
        assertThat(found.get(1)).isEqualTo(new RawText("", "lib.jar!/b.txt", 0, Kind.PROSE, "The second."));
    }

    @Test
    void filesThatCannotBeReadAreReported() throws IOException {
        file("in/a.zip", "no zip");
        file("in/b.html.gz", "no gzip");
        file("in/c.parquet", "no parquet");

        assertThat(read(temp.resolve("in"))).hasSize(3).allSatisfy(finding -> assertThat(((Damage) finding).reason())
                .startsWith("unreadable: "));
    }

    @Test
    void readsPdfsInFilesArchivesAndCrawls() throws IOException {
        byte[] pdf = new DrawnPdf().lines(80, 100, "The mill turns.").bytes();
        String response = "HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n\r\n";
        String head =
                "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:7c8e0a2e-7f0e-4a0e-9d2b-1a2b3c4d5e6f>\r\n"
                        + "WARC-Date: 2024-01-01T00:00:00Z\r\nWARC-Target-URI: http://a.example/a.pdf\r\n"
                        + "Content-Type: application/http; msgtype=response\r\nContent-Length: "
                        + (response.length() + pdf.length) + "\r\n\r\n" + response;
        Files.createDirectories(temp.resolve("in"));
        Files.write(temp.resolve("in/a.pdf"), pdf);
        Files.writeString(temp.resolve("in/b.warc"), head);
        Files.write(temp.resolve("in/b.warc"), pdf, StandardOpenOption.APPEND);
        Files.writeString(temp.resolve("in/b.warc"), "\r\n\r\n", StandardOpenOption.APPEND);
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(temp.resolve("in/c.zip")))) {
            zip.putNextEntry(new ZipEntry("a.pdf"));
            zip.write(pdf);
            zip.putNextEntry(new ZipEntry("b.pdf"));
        }

        assertThat(read(temp.resolve("in")))
                .containsExactly(
                        new RawText("", "in/a.pdf", 0, Kind.PROSE, "The mill turns."),
                        new RawText("http://a.example/a.pdf", "in/b.warc", 0, Kind.PROSE, "The mill turns.")
                                .withDate(DATE),
                        new RawText("", "in/c.zip!/a.pdf", 0, Kind.PROSE, "The mill turns."),
                        new Damage(
                                "in/c.zip!/b.pdf",
                                0,
                                "damaged: IOException Error: End-of-File, expected line at offset 0"));
    }

    @Test
    void readsJsonLines() throws IOException {
        Path file = file(
                "a.jsonl",
                "{\"text\":\"One\",\"url\":\"http://a.example/\"}\n\n{\"text\":\"Two\",\"id\":7}\n{broken\n{\"body\":\"x\"}\n{\"text\":\""
                        + "x".repeat(4_000) + "\"}\n{\"text\":\"Last\",\"date\":\"2024\"}");

        List<Finding> found = read(file);

        assertThat(found).hasSize(6);
        assertThat(found.get(0)).isEqualTo(new RawText("http://a.example/", "a.jsonl", 0, Kind.PROSE, "One"));
        assertThat(found.get(1)).isEqualTo(new RawText("7", "a.jsonl", 42, Kind.PROSE, "Two"));
        assertThat(((Damage) found.get(2)).reason()).startsWith("damaged: ");
        assertThat(((Damage) found.get(3)).reason()).isEqualTo("damaged: no text in column 'text'");
        assertThat(((Damage) found.get(4)).reason()).isEqualTo("too_large: over 4000 bytes");
        assertThat(((RawText) found.get(5)).text()).isEqualTo("Last");
        assertThat(((RawText) found.get(5)).date()).isEqualTo(DATE);
    }

    @Test
    void readsWordNet() throws IOException {
        Path jar = zip("wordnet.jar", "net/data.noun", """
                  1 This software and database is being provided to you
                00001740 03 n 01 entity 0 003 ~ 00001930 n 0000 | that which has its own distinct existence
                00002137 03 n 02 abstraction 0 abstract_entity 0 001 @ 00001740 n 0000 | a general concept; "an idea"
                00003553 05 n 01 animal 0 000 | a living organism
                """);

        assertThat(read(jar))
                .containsExactly(
                        new RawText("", "wordnet.jar!/net/data.noun", 1740, Kind.KNOWLEDGE, """
                                # Nouns at the top of the hierarchy

                                entity (noun): that which has its own distinct existence.
                                abstraction, abstract entity (noun): a general concept; "an idea\""""),
                        new RawText(
                                "",
                                "wordnet.jar!/net/data.noun",
                                3553,
                                Kind.KNOWLEDGE,
                                "# Nouns: animals\n\nanimal (noun): a living organism."));
    }

    @Test
    void formatMayBeSaid() throws IOException {
        Path file = file("page.out", "<p>Page");

        assertThat(read(file)).isEmpty();
        assertThat(read(file, Optional.of(SourceFormat.HTML)))
                .containsExactly(new RawText("", "page.out", 0, Kind.WEB, "Page"));
    }
}
