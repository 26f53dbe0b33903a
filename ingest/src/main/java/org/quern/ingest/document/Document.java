package org.quern.ingest.document;

import java.util.Optional;

/**
 * One text with its provenance: the row type of every {@code documents/} table.
 *
 * @param id 32 hexadecimal digits, {@link DocumentId#of} url and text
 * @param url where the text was published, or empty
 * @param source the file it was read from, {@code file!/entry} for an entry of an archive
 * @param offset byte offset of its record in the source (for compressed WARC, of the compressed record; for a line or
 *     a row of a table, its number), 0 where the source holds one document
 * @param date when it was fetched or written, in the form of {@link DocumentDate}; empty where the input does not say
 * @param language ISO 639-3 code as in {@link org.quern.ingest.language.LanguageCode}, {@code und} if undetermined
 * @param domain what the mixture counts it as: {@code mathematics}, {@code code}, {@code knowledge}, {@code prose},
 *     {@code web} or any other name that a configuration gives
 * @param text the text itself, lines ended by {@code \n}
 */
public record Document(
        String id,
        String url,
        String source,
        long offset,
        Optional<String> date,
        String language,
        String domain,
        String text) {

    /** The document of this content, undated, with the {@link DocumentId} that follows from it. */
    public static Document of(String url, String source, long offset, String language, String domain, String text) {
        return new Document(DocumentId.of(url, text), url, source, offset, Optional.empty(), language, domain, text);
    }

    /** This document with another date, and the same id. */
    public Document withDate(Optional<String> newDate) {
        return new Document(id, url, source, offset, newDate, language, domain, text);
    }

    /** This document with another text, and so another id. */
    public Document withText(String newText) {
        return of(url, source, offset, language, domain, newText).withDate(date);
    }
}
