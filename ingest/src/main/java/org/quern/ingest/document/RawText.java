package org.quern.ingest.document;

/**
 * A text as it was read, before language, domain and rules.
 *
 * @param url where it was published, or empty
 * @param kind what it is by the form in which it came
 */
public record RawText(String url, String source, long offset, Kind kind, String text) implements Finding {}
