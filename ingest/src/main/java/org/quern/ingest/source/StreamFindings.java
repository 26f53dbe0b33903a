package org.quern.ingest.source;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.quern.ingest.charset.TextDecoder;
import org.quern.ingest.document.Damage;
import org.quern.ingest.document.Finding;
import org.quern.ingest.document.Findings;
import org.quern.ingest.document.Kind;
import org.quern.ingest.document.RawText;
import org.quern.ingest.html.HtmlExtractor;
import org.quern.ingest.pdf.PdfExtractor;

/** Formats that are read from front to back, from a file or an archive's entry. */
final class StreamFindings {
    private static final HtmlExtractor HTML = new HtmlExtractor();
    private static final PdfExtractor PDF = new PdfExtractor();

    private StreamFindings() {}

    static Findings open(SourceFormat format, InputStream in, String source, ReadOptions options) {
        return switch (format) {
            case JSONL -> new JsonLines(new ByteLines(in, options.maxDocumentBytes()), source, options);
            case WORDNET -> new WordNetFindings(new ByteLines(in, options.maxDocumentBytes()), source);
            case HTML, PDF, TEXT, CODE, TEX, NOTEBOOK -> new WholeFile(format, in, source, options.maxDocumentBytes());
            case WARC, PARQUET -> throw new IllegalArgumentException(format + " is not read from a stream");
        };
    }

    private static Finding document(SourceFormat format, byte[] bytes, String source) throws IOException {
        if (format == SourceFormat.PDF) {
            return PDF.extract(bytes, "", source, 0);
        }
        if (format == SourceFormat.HTML) {
            return HTML.extract(TextDecoder.html(bytes, Optional.empty()), "", source, 0);
        }
        String text = TextDecoder.text(bytes, Optional.empty());
        return switch (format) {
            case CODE -> new RawText("", source, 0, Kind.CODE, text);
            case NOTEBOOK -> new RawText("", source, 0, Kind.CODE, Notebook.text(text));
            case TEX -> new RawText("", source, 0, Kind.MATHEMATICS, TexSource.text(text));
            default -> new RawText("", source, 0, Kind.PROSE, text);
        };
    }

    /** One document. */
    private static final class WholeFile implements Findings {
        private final SourceFormat format;
        private final InputStream in;
        private final String source;
        private final int maxBytes;
        private boolean read;

        private WholeFile(SourceFormat format, InputStream in, String source, int maxBytes) {
            this.format = format;
            this.in = in;
            this.source = source;
            this.maxBytes = maxBytes;
        }

        @Override
        public Optional<Finding> next() throws IOException {
            if (read) {
                return Optional.empty();
            }
            read = true;
            byte[] bytes = in.readNBytes(maxBytes + 1);
            return Optional.of(
                    bytes.length > maxBytes ? Damage.tooLarge(source, 0, maxBytes) : document(format, bytes, source));
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
