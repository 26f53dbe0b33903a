package org.quern.ingest.language;

import org.quern.ingest.language.fasttext.FastTextModel;

/** Tells the language of a text. All instances of the JVM share what they load, and all threads may share an instance. */
@FunctionalInterface
public interface LanguageIdentifier {
    /** Letters that a text must have for an answer. */
    int MIN_LETTERS = 3;

    /** The most probable language; of a text without words {@link Language#UNDETERMINED}. */
    Language identify(String text);

    /** What ingest uses where it is given no model: 155 languages, and those that have a script for themselves. */
    static LanguageIdentifier standard() {
        return new StandardLanguageIdentifier();
    }

    /** A model's answers, by the names of {@link LanguageCode}. */
    static LanguageIdentifier of(FastTextModel model) {
        return new FastTextLanguageIdentifier(model);
    }
}
