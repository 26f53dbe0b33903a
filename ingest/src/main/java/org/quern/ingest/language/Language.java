package org.quern.ingest.language;

/**
 * A natural language that a text was found to be in.
 *
 * @param code ISO 639-3 as in {@link LanguageCode}, {@code und} if undetermined
 * @param probability in [0, 1]
 */
public record Language(String code, double probability) {
    /** No language can be told. */
    public static final Language UNDETERMINED = new Language("und", 0);
}
