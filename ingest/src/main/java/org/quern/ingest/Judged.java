package org.quern.ingest;

import java.util.Optional;
import org.quern.ingest.document.Document;
import org.quern.ingest.document.DocumentId;

/**
 * A document and why it is dropped: the columns of {@code rejected}.
 *
 * @param reason empty if it is kept; else {@code kind} or {@code kind: detail}, where the counts are by kind
 */
record Judged(
        String id,
        String url,
        String source,
        long offset,
        Optional<String> date,
        String language,
        String domain,
        String text,
        String reason) {
    static Judged of(Document document, String reason) {
        return new Judged(
                document.id(),
                document.url(),
                document.source(),
                document.offset(),
                document.date(),
                document.language(),
                document.domain(),
                document.text(),
                reason);
    }

    /** A place without a text, named by where it is. */
    static Judged withoutText(String source, long offset, String domain, String reason) {
        String id = DocumentId.of(source + "#" + offset, "");
        return new Judged(id, "", source, offset, Optional.empty(), "und", domain, "", reason);
    }
}
