package org.quern.mixing;

import java.util.Optional;
import org.quern.ingest.document.Document;

/**
 * A {@link Document} with its quality: the row of {@code documents/} that {@code score} writes.
 *
 * @param quality from 0 to 1, see {@link QualityScore}
 */
record ScoredDocument(
        String id,
        String url,
        String source,
        long offset,
        Optional<String> date,
        String language,
        String domain,
        String text,
        double quality) {

    static ScoredDocument of(Document document, String domain, double quality) {
        return new ScoredDocument(
                document.id(),
                document.url(),
                document.source(),
                document.offset(),
                document.date(),
                document.language(),
                domain,
                document.text(),
                quality);
    }
}
