package org.quern.ingest;

import com.ibm.icu.text.Normalizer2;
import org.quern.ingest.charset.Mojibake;

/**
 * Text as every document has it: mojibake repaired, in Unicode's form NFC, lines that end with {@code \n}, no control
 * characters but tab, no byte order marks, no broken surrogates.
 */
final class PlainText {
    private static final Normalizer2 NFC = Normalizer2.getNFCInstance();
    private static final char BYTE_ORDER_MARK = '\ufeff';

    private PlainText() {}

    static String of(String text) {
        String repaired = Mojibake.repaired(text.strip());
        int clean = 0;
        while (clean < repaired.length() && isClean(repaired.charAt(clean))) {
            clean++;
        }
        return NFC.normalize(clean == repaired.length() ? repaired : cleaned(repaired, clean));
    }

    private static String cleaned(String text, int from) {
        StringBuilder out = new StringBuilder(text.length()).append(text, 0, from);
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isClean(c)) {
                out.append(c);
            } else if (c == '\r') {
                boolean crlf = i + 1 < text.length() && text.charAt(i + 1) == '\n';
                out.append(crlf ? "" : "\n");
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                out.append(c).append(text.charAt(++i));
            } else if (Character.isSurrogate(c)) {
                out.append('\ufffd');
            }
        }
        return out.toString().strip();
    }

    private static boolean isClean(char c) {
        boolean control = Character.isISOControl(c) && c != '\n' && c != '\t';
        return !control && c != BYTE_ORDER_MARK && !Character.isSurrogate(c);
    }
}
