package org.quern.ingest.document;

/** What a reader comes upon: a text, or a place where there should have been one. */
public sealed interface Finding permits RawText, Damage {
    /** The file, {@code file!/entry} for an entry of an archive. */
    String source();

    /** Where in the source; see {@link Document#offset()}. */
    long offset();
}
