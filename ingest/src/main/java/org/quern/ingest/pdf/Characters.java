package org.quern.ingest.pdf;

import com.ibm.icu.text.Normalizer2;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What single characters and names of fonts tell. */
final class Characters {
    private static final Normalizer2 NFKC = Normalizer2.getNFKCInstance();
    private static final List<String> TYPEWRITERS =
            List.of("mono", "courier", "consol", "typewriter", "cmtt", "menlo", "inconsolata");
    private static final String SENTENCE_ENDS = ".!?:;。！？";
    private static final String CLOSERS = ")]}\"'”’»";

    private Characters() {}

    /** Ligatures of Latin letters taken apart, no soft hyphen's own form, no control characters. */
    static String plain(String glyph) {
        StringBuilder plain = new StringBuilder(glyph.length());
        for (int i = 0; i < glyph.length(); i++) {
            char c = glyph.charAt(i);
            if ((c >= '\ufb00' && c <= '\ufb06') || c == '\u0132' || c == '\u0133') {
                plain.append(NFKC.normalize(String.valueOf(c)));
            } else if (c == '\u00ad' || c == '\u2010') {
                plain.append('-');
            } else if (c >= ' ' && c != '\ufffd') {
                plain.append(c == '\u00a0' ? ' ' : c);
            }
        }
        return plain.toString();
    }

    static boolean isTypewriter(@Nullable String fontName) {
        String name = fontName == null ? "" : fontName.toLowerCase(Locale.ROOT);
        return TYPEWRITERS.stream().anyMatch(name::contains);
    }

    /** Whether a sentence, or what introduces a list or formula, ends here, inside closing marks or not. */
    static boolean endsSentence(CharSequence text) {
        int last = text.length() - 1;
        while (last >= 0 && CLOSERS.indexOf(text.charAt(last)) >= 0) {
            last--;
        }
        return last >= 0 && SENTENCE_ENDS.indexOf(text.charAt(last)) >= 0;
    }

    /** Whether no blank parts words here: between two characters of Chinese or Japanese. */
    static boolean isUnspaced(CharSequence before, String after) {
        return before.length() > 0
                && isEastAsian(Character.codePointBefore(before, before.length()))
                && isEastAsian(after.codePointAt(0));
    }

    private static boolean isEastAsian(int c) {
        Character.UnicodeScript script = Character.UnicodeScript.of(c);
        return script == Character.UnicodeScript.HAN
                || script == Character.UnicodeScript.HIRAGANA
                || script == Character.UnicodeScript.KATAKANA
                || (c >= 0x3000 && c <= 0x303f)
                || (c >= 0xff00 && c <= 0xff60);
    }
}
