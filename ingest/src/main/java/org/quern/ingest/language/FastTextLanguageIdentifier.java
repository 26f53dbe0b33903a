package org.quern.ingest.language;

import java.util.List;
import org.quern.ingest.language.fasttext.FastTextModel;
import org.quern.ingest.language.fasttext.FastTextModel.Prediction;

/**
 * A fastText model's answer for the first {@value #MAX_CHARACTERS} characters, which decide. Labels are languages by any ISO 639
 * code, with a script behind it or not.
 */
final class FastTextLanguageIdentifier implements LanguageIdentifier {
    private static final int MAX_CHARACTERS = 4_000;
    private static final String LABEL = "__label__";
    /** Wikipedia's name, and so lid.176's, for Alemannic; with a script it is Tosk Albanian, as in ISO 639-3. */
    private static final String ALEMANNIC = LABEL + "als";

    private final FastTextModel model;

    FastTextLanguageIdentifier(FastTextModel model) {
        this.model = model;
    }

    @Override
    public Language identify(String text) {
        String beginning = text.substring(0, Math.min(text.length(), MAX_CHARACTERS));
        if (Letters.of(beginning, MIN_LETTERS).length() < MIN_LETTERS) {
            return Language.UNDETERMINED;
        }
        List<Prediction> best = model.predict(beginning, 1);
        return best.isEmpty() ? Language.UNDETERMINED : language(best.get(0));
    }

    private static Language language(Prediction best) {
        String code = best.label().equals(ALEMANNIC)
                ? "gsw"
                : LanguageCode.of(best.label().replaceFirst(LABEL, ""));
        return new Language(code, Math.min(1, best.probability()));
    }
}
