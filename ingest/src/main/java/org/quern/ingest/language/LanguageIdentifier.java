package org.quern.ingest.language;

/** Tells the language of a text. An instance serves one thread; what it loads, all instances of the JVM share. */
@FunctionalInterface
public interface LanguageIdentifier {
    /** The most probable language; of a text without words {@link Language#UNDETERMINED}. */
    Language identify(String text);

    /** The identifier that ingest uses. */
    static LanguageIdentifier standard() {
        return new StandardLanguageIdentifier();
    }
}
