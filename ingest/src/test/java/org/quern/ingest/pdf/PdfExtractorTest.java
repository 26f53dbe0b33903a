package org.quern.ingest.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.quern.ingest.document.Damage;
import org.quern.ingest.document.Finding;
import org.quern.ingest.document.Kind;
import org.quern.ingest.document.RawText;

class PdfExtractorTest {
    private static final PdfExtractor EXTRACTOR = new PdfExtractor();
    private static final List<String> LEFT = List.of(
            "The quern is the oldest mill of all. It has two",
            "round stones, and the upper one is turned by",
            "hand over the lower one, which rests. Peo-",
            "ple poured grain into a hole in the middle of",
            "the upper stone, and its well-known furrows",
            "carried the flour outwards to the rim, where it");
    private static final List<String> RIGHT = List.of(
            "fell on a cloth. A good quern ground enough for",
            "one family each day, and more on the days be-",
            "fore a feast. Its stones had to be dressed again",
            "after some weeks of work by somebody well-",
            "known for a steady hand, since furrows wear as",
            "the years go by and the flour becomes too warm.");
    private static final String COLUMNS =
            "The quern is the oldest mill of all. It has two round stones, and the upper one is turned by hand over the lower "
                    + "one, which rests. People poured grain into a hole in the middle of the upper stone, and its well-known "
                    + "furrows carried the flour outwards to the rim, where it fell on a cloth. A good quern ground enough for one "
                    + "family each day, and more on the days before a feast. Its stones had to be dressed again after some weeks "
                    + "of work by somebody well-known for a steady hand, since furrows wear as the years go by and the flour "
                    + "becomes too warm.";

    private static String text(byte[] pdf) {
        Finding finding = EXTRACTOR.extract(pdf, "http://a.example/", "a.pdf", 7);
        assertThat(finding).isInstanceOf(RawText.class);
        return ((RawText) finding).text();
    }

    private static String reason(byte[] pdf) {
        Finding finding = EXTRACTOR.extract(pdf, "", "a.pdf", 7);
        assertThat(finding).isInstanceOf(Damage.class);
        return ((Damage) finding).reason();
    }

    @Test
    void columnsAreReadOneAfterTheOther() throws IOException {
        byte[] pdf = new DrawnPdf()
                .text(20, 180, 60, "On Querns and Their Stones")
                .lines(320, 100, RIGHT)
                .lines(80, 100, LEFT)
                .bytes();

        assertThat(EXTRACTOR.extract(pdf, "http://a.example/", "a.pdf", 7))
                .isEqualTo(new RawText(
                        "http://a.example/", "a.pdf", 7, Kind.PROSE, "# On Querns and Their Stones\n\n" + COLUMNS));
    }

    @Test
    void columnsWhoseLinesAreNotLevelAreReadOneAfterTheOther() throws IOException {
        assertThat(text(new DrawnPdf()
                        .lines(80, 100, LEFT)
                        .lines(320, 105, RIGHT)
                        .bytes()))
                .isEqualTo(COLUMNS);
    }

    @Test
    void threeColumnsAreReadOneAfterTheOther() throws IOException {
        DrawnPdf pdf = new DrawnPdf();
        for (int line = 0; line < 6; line++) {
            for (int column = 0; column < 3; column++) {
                pdf.lines(
                        60 + 170 * column,
                        100 + 12 * line,
                        "column " + "abc".charAt(column) + " and its line no. " + line);
            }
        }

        assertThat(text(pdf.bytes()).replaceAll("column ([abc]) and its line no. ([0-5])", "$1$2"))
                .isEqualTo("a0 a1 a2 a3 a4 a5 b0 b1 b2 b3 b4 b5 c0 c1 c2 c3 c4 c5");
    }

    @Test
    void rowsOfATableStayRows() throws IOException {
        DrawnPdf pdf = new DrawnPdf();
        for (int row = 0; row < 6; row++) {
            pdf.lines(80, 100 + 12 * row, "stone " + row).lines(200, 100 + 12 * row, 10 + row + " kg");
        }

        assertThat(text(pdf.bytes()))
                .isEqualTo("stone 0 10 kg\nstone 1 11 kg\nstone 2 12 kg\nstone 3 13 kg\nstone 4 14 kg\nstone 5 15 kg"
                        .replace("\n", " "));
    }

    @Test
    void paragraphsEndAtIndentsGapsAndShortLines() throws IOException {
        byte[] pdf = new DrawnPdf()
                .lines(80, 100, LEFT.subList(0, 2))
                .lines(80, 124, "hand over the lower one.")
                .lines(90, 136, "It is also called a hand mill in some books of")
                .lines(80, 148, "the time, and its use is as old as bread itself.")
                .lines(80, 180, "After a gap there is another one that fills it all.")
                .bytes();

        assertThat(text(pdf)).isEqualTo("""
                The quern is the oldest mill of all. It has two round stones, and the upper one is turned by hand over the lower \
                one.

                It is also called a hand mill in some books of the time, and its use is as old as bread itself.

                After a gap there is another one that fills it all.""");
    }

    @Test
    void runningLinesAndPageNumbersGo() throws IOException {
        DrawnPdf pdf = new DrawnPdf();
        for (int page = 0; page < 4; page++) {
            (page == 0 ? pdf : pdf.page())
                    .lines(80, 40, page % 2 == 0 ? "Annals of Milling" : page + 7 + " CHAPTER " + page)
                    .lines(
                            80,
                            100,
                            "Body of page " + "abcd".charAt(page) + " begins here, and it is long enough for a line.")
                    .lines(80, 112, "Its second line ends in " + "abcd".charAt(page) + ".")
                    .lines(300, 770, String.valueOf(page + 7));
        }

        assertThat(text(pdf.bytes())).isEqualTo("""
                Body of page a begins here, and it is long enough for a line. Its second line ends in a.

                Body of page b begins here, and it is long enough for a line. Its second line ends in b.

                Body of page c begins here, and it is long enough for a line. Its second line ends in c.

                Body of page d begins here, and it is long enough for a line. Its second line ends in d.""");
    }

    @Test
    void paragraphsGoOnOverPagesAndFootnotes() throws IOException {
        byte[] pdf = new DrawnPdf()
                .lines(80, 100, LEFT)
                .text(7, 80, 760, "A footnote in small letters below the text of the page.")
                .page()
                .lines(80, 100, RIGHT)
                .bytes();

        assertThat(text(pdf)).isEqualTo(COLUMNS + "\n\nA footnote in small letters below the text of the page.");
    }

    @Test
    void numbersOfLinesGo() throws IOException {
        DrawnPdf pdf = new DrawnPdf().lines(80, 100, LEFT).lines(80, 172, RIGHT);
        for (int line = 0; line < 12; line++) {
            pdf.text(6, 40, 100 + 12 * line, String.valueOf(line + 31));
        }

        assertThat(text(pdf.bytes())).isEqualTo(COLUMNS);
    }

    @Test
    void scriptsAndLigaturesAreSpeltOut() throws IOException {
        DrawnPdf pdf = new DrawnPdf();
        float x = pdf.end(80, "Let x");
        byte[] bytes = pdf.lines(80, 100, "Let x")
                .text(7, x, 96, "2n")
                .text(10, x + 9, 100, "+ y")
                .text(7, pdf.end(x + 9, "+ y"), 102, "i")
                .text(10, pdf.end(x + 15, "+ y"), 100, "be the 1")
                .text(7, pdf.end(x + 15, "+ ybe the 1"), 96, "st")
                .bytes();

        assertThat(text(bytes)).isEqualTo("Let x^{2n} + y_i be the 1st");
        assertThat(text(new DrawnPdf()
                        .unicode(80, 100, "of\ufb01cial \ufb01elds of \ufb02our")
                        .bytes()))
                .isEqualTo("official fields of flour");
    }

    @Test
    void codeKeepsItsLinesAndIndentation() throws IOException {
        byte[] pdf = new DrawnPdf()
                .lines(80, 100, LEFT)
                .code(90, 186, "while grain:")
                .code(114, 198, "turn(stone)")
                .code(90, 210, "stop()")
                .bytes();

        assertThat(text(pdf)).endsWith("where it\n\n```\nwhile grain:\n    turn(stone)\nstop()\n```");
    }

    @Test
    void whatIsWrittenAcrossThePageIsLeftOut() throws IOException {
        assertThat(text(new DrawnPdf()
                        .upwards(20, 700, "arXiv:1234.56789v1")
                        .lines(80, 100, LEFT.subList(0, 1))
                        .bytes()))
                .isEqualTo(LEFT.get(0));
    }

    @Test
    void filesWithoutATextSayWhy() throws IOException {
        assertThat(reason(new DrawnPdf().lines(80, 100, LEFT).encrypted("secret")))
                .isEqualTo("encrypted: opens by a password only");
        assertThat(reason(new DrawnPdf().bytes())).isEqualTo("no_text: pictures or nothing on its 1 pages");
        assertThat(reason("no pdf".getBytes(StandardCharsets.US_ASCII))).startsWith("damaged: IOException ");
        assertThat(reason(new byte[0])).startsWith("damaged: IOException ");
    }

    @Test
    void filesThatOpenWithoutAPasswordAreRead() throws IOException {
        assertThat(text(new DrawnPdf().lines(80, 100, LEFT.subList(0, 1)).encrypted("")))
                .isEqualTo(LEFT.get(0));
    }

    /** Whatever is done to a file, one finding comes out. */
    @Test
    void cutAndMutatedFilesGiveOneFinding() throws IOException {
        byte[] pdf =
                new DrawnPdf().lines(80, 100, LEFT).page().lines(80, 100, RIGHT).bytes();
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 60; round++) {
            byte[] hurt = Arrays.copyOf(pdf, round % 2 == 0 ? pdf.length : random.nextInt(pdf.length));
            IntStream.range(0, round % 2 == 0 ? 20 : 0)
                    .forEach(i -> hurt[random.nextInt(hurt.length)] = (byte) random.nextInt(256));

            assertThat(EXTRACTOR.extract(hurt, "", "a.pdf", 7))
                    .as("seed %d round %d", seed, round)
                    .isNotNull();
        }
    }
}
