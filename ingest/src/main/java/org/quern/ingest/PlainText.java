package org.quern.ingest;

/** Text as every document has it: lines end with {@code \n}, no control characters but tab, no broken surrogates. */
final class PlainText {
    private PlainText() {}

    static String of(String text) {
        String stripped = text.strip();
        int clean = 0;
        while (clean < stripped.length() && isClean(stripped.charAt(clean))) {
            clean++;
        }
        return clean == stripped.length() ? stripped : cleaned(stripped, clean);
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
        return c >= ' ' ? c != 0x7f && !Character.isSurrogate(c) : c == '\n' || c == '\t';
    }
}
