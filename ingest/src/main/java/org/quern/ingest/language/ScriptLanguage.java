package org.quern.ingest.language;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import com.ibm.icu.lang.UScript;
import com.ibm.icu.util.ULocale;
import java.util.Optional;
import java.util.Set;

/**
 * Languages told by their script alone, such as Thai, Khmer, Georgian or Yi. Which language a script is for, CLDR says (its
 * likely subtags, which ICU ships).
 */
final class ScriptLanguage {
    private static final int SCRIPTS = UCharacter.getIntPropertyMaxValue(UProperty.SCRIPT) + 1;
    /** Scripts that several languages with many speakers are written in, or that are mixed with others. */
    private static final Set<Integer> SHARED = Set.of(
            UScript.LATIN,
            UScript.CYRILLIC,
            UScript.ARABIC,
            UScript.DEVANAGARI,
            UScript.BENGALI,
            UScript.ETHIOPIC,
            UScript.HEBREW,
            UScript.HAN,
            UScript.HIRAGANA,
            UScript.KATAKANA,
            UScript.BOPOMOFO);

    private ScriptLanguage() {}

    /** The language of the script that more than half of the letters are of, if it is a script of one language. */
    static Optional<Language> of(String letters) {
        int[] counts = new int[SCRIPTS];
        int total = 0;
        for (int i = 0; i < letters.length(); i += Character.charCount(letters.codePointAt(i))) {
            int c = letters.codePointAt(i);
            if (c != ' ') {
                counts[UScript.getScript(c)]++;
                total++;
            }
        }
        for (int script = UScript.INHERITED + 1; script < counts.length; script++) {
            if (2 * counts[script] > total && !SHARED.contains(script)) {
                return Optional.of(new Language(language(script), (double) counts[script] / total));
            }
        }
        return Optional.empty();
    }

    private static String language(int script) {
        return LanguageCode.of(ULocale.addLikelySubtags(new ULocale("und_" + UScript.getShortName(script)))
                .getLanguage());
    }
}
