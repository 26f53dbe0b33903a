package org.quern.ingest.document;

/**
 * A text as it was read, before language, domain and rules.
 *
 * @param url where it was published, or empty
 * @param kind what it is by the form in which it came
 * @param licence the SPDX expression that holds around it, where its archive states one; or empty
 */
public record RawText(String url, String source, long offset, Kind kind, String text, String licence)
        implements Finding {
    /** A text around which no licence is stated. */
    public RawText(String url, String source, long offset, Kind kind, String text) {
        this(url, source, offset, kind, text, "");
    }

    /** The same with a licence around it. */
    public RawText withLicence(String expression) {
        return new RawText(url, source, offset, kind, text, expression);
    }
}
