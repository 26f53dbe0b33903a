package org.quern.ingest.source;

/**
 * A TeX source without what is not for reading: comments, the preamble and whatever stands after the document, and the
 * bibliography. Formulas and commands stay as they are.
 */
final class TexSource {
    private static final String BEGIN = "\\begin{document}";
    private static final String END = "\\end{document}";
    private static final String BIBLIOGRAPHY = "\\begin{thebibliography}";
    private static final String BIBLIOGRAPHY_END = "\\end{thebibliography}";

    private TexSource() {}

    static String text(String source) {
        String text = withoutComments(source);
        int begin = text.indexOf(BEGIN);
        int from = begin < 0 ? 0 : begin + BEGIN.length();
        int end = text.indexOf(END, from);
        return withoutBibliography(text.substring(from, end < 0 ? text.length() : end))
                .strip();
    }

    /** A comment goes with its line if it is alone on it, so that it does not end the paragraph. */
    private static String withoutComments(String source) {
        StringBuilder out = new StringBuilder(source.length());
        source.lines().forEach(line -> {
            int comment = comment(line);
            String rest = comment < 0 ? line : line.substring(0, comment);
            if (comment < 0 || !rest.isBlank()) {
                out.append(rest.stripTrailing()).append('\n');
            }
        });
        return out.toString();
    }

    /** Where a percent sign stands that no backslash takes for itself; -1 if none does. */
    private static int comment(String line) {
        boolean escaped = false;
        for (int i = 0; i < line.length(); i++) {
            if (line.charAt(i) == '%' && !escaped) {
                return i;
            }
            escaped = line.charAt(i) == '\\' && !escaped;
        }
        return -1;
    }

    private static String withoutBibliography(String text) {
        int from = text.indexOf(BIBLIOGRAPHY);
        int to = text.indexOf(BIBLIOGRAPHY_END, Math.max(0, from));
        if (from < 0 || to < 0) {
            return text;
        }
        return text.substring(0, from) + text.substring(to + BIBLIOGRAPHY_END.length());
    }
}
