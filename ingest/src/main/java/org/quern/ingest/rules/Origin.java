package org.quern.ingest.rules;

/**
 * Where a text is from, as far as rules ask.
 *
 * @param source the file, {@code file!/entry} for an entry of an archive, or empty
 * @param licence the SPDX expression for everything around it, or empty
 */
public record Origin(String source, String licence) {
    /** Nothing is known. */
    public static final Origin UNKNOWN = new Origin("", "");
}
