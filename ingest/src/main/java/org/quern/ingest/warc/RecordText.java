package org.quern.ingest.warc;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.netpreserve.jwarc.WarcRecord;
import org.quern.ingest.charset.TextDecoder;
import org.quern.ingest.document.Damage;
import org.quern.ingest.document.DocumentDate;
import org.quern.ingest.document.Finding;
import org.quern.ingest.document.Kind;
import org.quern.ingest.document.RawText;
import org.quern.ingest.html.HtmlExtractor;
import org.quern.ingest.pdf.PdfExtractor;

/** The text of a record, if it is one that holds a document. */
final class RecordText {
    private static final int MAX_HTTP_HEADER_BYTES = 65_536;

    private final String source;
    private final int maxBytes;
    private final HtmlExtractor pages = new HtmlExtractor();
    private final PdfExtractor pdfs = new PdfExtractor();

    RecordText(String source, int maxBytes) {
        this.source = source;
        this.maxBytes = maxBytes;
    }

    /** The record's text or damage; nothing for requests, metadata (Wget keeps its log as a resource), redirects, media and other records without text. */
    Optional<Finding> of(WarcRecord record, long offset) throws IOException {
        return dated(
                undated(record, offset), record.headers().first("WARC-Date").orElse(""));
    }

    /** The same of a record that was rescued from a damaged header. */
    Optional<Finding> of(ArcRecord record, long offset) throws IOException {
        return dated(response(record.block(), record.url(), offset), record.date());
    }

    private static Optional<Finding> dated(Optional<Finding> finding, String date) {
        return finding.map(found -> found instanceof RawText text ? text.withDate(DocumentDate.of(date)) : found);
    }

    private Optional<Finding> undated(WarcRecord record, long offset) throws IOException {
        String type = record.type().toLowerCase(Locale.ROOT);
        String url = url(record);
        if (url.startsWith("metadata:")) {
            return Optional.empty();
        }
        return switch (type) {
            case "response" -> response(record, url, offset);
            case "resource", "conversion" ->
                body(record, record.headers().first("Content-Type").orElse(""), url, offset);
            default -> Optional.empty();
        };
    }

    private Optional<Finding> response(WarcRecord record, String url, long offset) throws IOException {
        return response(record.body().stream().readNBytes(maxBytes + MAX_HTTP_HEADER_BYTES), url, offset);
    }

    /** The text of an HTTP response with its headers, or of bare bytes, which count as HTML. */
    private Optional<Finding> response(byte[] bytes, String url, long offset) throws IOException {
        HttpPayload payload = HttpPayload.parse(bytes, maxBytes);
        boolean found = payload.status() == 0 || payload.status() / 100 == 2;
        Optional<String> type = payload.header("content-type")
                .or(() -> payload.status() == 0 ? Optional.of("text/html") : Optional.empty());
        return found ? text(payload.body(), type.orElse(""), url, offset) : Optional.empty();
    }

    private Optional<Finding> body(WarcRecord record, String type, String url, long offset) throws IOException {
        boolean http = type.toLowerCase(Locale.ROOT).startsWith("application/http");
        return http
                ? response(record, url, offset)
                : text(record.body().stream().readNBytes(maxBytes + 1), type, url, offset);
    }

    private Optional<Finding> text(byte[] bytes, String contentType, String url, long offset) {
        String type = contentType.toLowerCase(Locale.ROOT);
        boolean html = type.startsWith("text/html") || type.startsWith("application/xhtml");
        boolean pdf = type.startsWith("application/pdf");
        if ((!html && !pdf && !type.startsWith("text/plain")) || bytes.length == 0) {
            return Optional.empty();
        }
        if (bytes.length > maxBytes) {
            return Optional.of(Damage.tooLarge(source, offset, maxBytes));
        }
        if (pdf) {
            return Optional.of(pdfs.extract(bytes, url, source, offset));
        }
        return Optional.of(
                html
                        ? pages.extract(TextDecoder.html(bytes, charset(type)), url, source, offset)
                        : new RawText(url, source, offset, Kind.PROSE, TextDecoder.text(bytes, charset(type))));
    }

    /** Old Wget writes the address between angle brackets. */
    private static String url(WarcRecord record) {
        String url = record.headers().first("WARC-Target-URI").orElse("").strip();
        return url.startsWith("<") && url.endsWith(">") ? url.substring(1, url.length() - 1) : url;
    }

    private static Optional<String> charset(String contentType) {
        int at = contentType.indexOf("charset=");
        return at < 0 ? Optional.empty() : Optional.of(contentType.substring(at + "charset=".length()));
    }
}
