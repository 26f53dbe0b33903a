package org.quern.ingest.pdf;

import java.io.IOException;
import java.io.Writer;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.io.IOUtils;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;
import org.quern.ingest.document.Damage;
import org.quern.ingest.document.Finding;
import org.quern.ingest.document.Kind;
import org.quern.ingest.document.RawText;

/** The text of PDF files. Stateless: one may serve all threads. */
public final class PdfExtractor {
    /**
     * The text of a file, or why there is none: it asks for a password, it is damaged, or it has pictures of text only. Of a
     * damaged file the pages that can be read are kept.
     *
     * @param url where it was published, or empty
     * @param source the file it is from
     * @param offset where in the source
     */
    public Finding extract(byte[] pdf, String url, String source, long offset) {
        try (PDDocument document =
                Loader.loadPDF(new RandomAccessReadBuffer(pdf), IOUtils.createTempFileOnlyStreamCache())) {
            PageReader reader = new PageReader();
            reader.writeText(document, Writer.nullWriter());
            String text = text(reader.pages());
            return text.isEmpty()
                    ? new Damage(source, offset, withoutText(reader, document.getNumberOfPages()))
                    : new RawText(url, source, offset, Kind.PROSE, text);
        } catch (InvalidPasswordException e) {
            return new Damage(source, offset, "encrypted: opens by a password only");
        } catch (IOException | RuntimeException | StackOverflowError | NoClassDefFoundError e) {
            // Objects nested without end overflow the stack; encryption by public keys asks for a library that is not
            // here.
            return Damage.damaged(source, offset, Damage.detail(e));
        }
    }

    private static String text(List<Page> pages) {
        List<Page> withoutNumbers = pages.stream().map(LineNumbers::removed).toList();
        return Paragraphs.text(RunningLines.removed(withoutNumbers));
    }

    private static String withoutText(PageReader reader, int numPages) {
        return reader.failure()
                .map(failure -> "damaged: " + Damage.detail(failure))
                .orElse("no_text: pictures or nothing on its " + numPages + " pages");
    }
}
