package org.quern.ingest.language;

import com.ibm.icu.util.ULocale;
import java.util.Locale;
import java.util.Map;

/**
 * The one name that each language has in documents: ISO 639-3, the language being what Unicode CLDR takes a code for. So a
 * macrolanguage and its standard member are one ({@code ara} for arb, {@code zho} for cmn, {@code swa} for swh, {@code msa}
 * for zsm, {@code fas} for pes, {@code uzb}, {@code aze}, {@code sqi}, {@code mon}, {@code mlg}, {@code kur} for kmr,
 * {@code lah} for pnb, {@code fil} for tgl), and its other members are languages of their own (arz, yue, ind, ckb, nob and
 * nno; bos, hrv and srp).
 */
public final class LanguageCode {
    private static final int LETTERS = 3;
    /** What ISO 639-3 has withdrawn, or CLDR keeps apart, of the Malay, Oromo, Quechua and Pashto that are written. */
    private static final Map<String, String> STANDARD = Map.of("mly", "msa", "gax", "orm", "quy", "que", "pbt", "pus");

    private LanguageCode() {}

    /**
     * The name of a language given by its ISO 639-1, 639-2 or 639-3 code, whatever script or country is after it
     * ({@code zh}, {@code arb_Arab}, {@code zho-simp}); the code itself if it is none.
     */
    public static String of(String code) {
        String language = code.split("[-_]", 2)[0].toLowerCase(Locale.ROOT);
        String canonical = ULocale.createCanonical(STANDARD.getOrDefault(language, language))
                .getLanguage();
        String threeLetters = new ULocale(canonical).getISO3Language();
        return threeLetters.length() == LETTERS ? threeLetters : canonical;
    }
}
