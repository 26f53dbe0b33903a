package org.quern.ingest.document;

import java.util.Optional;

/**
 * A text as it was read, before language, domain and rules.
 *
 * @param url where it was published, or empty
 * @param kind what it is by the form in which it came
 * @param licence the SPDX expression that holds around it, where its archive states one; or empty
 * @param date when it was fetched or written, in the form of {@link DocumentDate}, where its input says so
 */
public record RawText(
        String url, String source, long offset, Kind kind, String text, String licence, Optional<String> date)
        implements Finding {
    /** A text around which neither a licence nor a date is stated. */
    public RawText(String url, String source, long offset, Kind kind, String text) {
        this(url, source, offset, kind, text, "", Optional.empty());
    }

    /** The same with a licence around it. */
    public RawText withLicence(String expression) {
        return new RawText(url, source, offset, kind, text, expression, date);
    }

    /** The same with a date. */
    public RawText withDate(Optional<String> stated) {
        return new RawText(url, source, offset, kind, text, licence, stated);
    }
}
