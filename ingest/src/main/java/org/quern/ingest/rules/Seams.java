package org.quern.ingest.rules;

/** Where spaCy's English tokenizer splits inside a word: its infixes. */
final class Seams {
    private static final CharSet MARKS = CharSet.of(".,+*^:<>=/-–—~…").or(Affixes::isIcon);

    private Seams() {}

    /** Length of the seam at {@code at}, a token of its own; 0 if there is none. */
    static int length(char[] text, int start, int at, int end) {
        char c = text[at];
        if (!MARKS.has(c) || at + 1 >= end) {
            return 0;
        }
        char before = text[at - 1];
        char after = text[at + 1];
        return switch (c) {
            case '.' -> dots(text, before, at, end);
            case ',' -> Character.isLetter(before) && Character.isLetter(after) ? 1 : 0;
            case '+', '*', '^' -> Affixes.isDigit(before) && (Affixes.isDigit(after) || after == '-') ? 1 : 0;
            case ':', '<', '>', '=', '/' -> Character.isLetterOrDigit(before) && Character.isLetter(after) ? 1 : 0;
            case '-', '–', '—', '~' -> dashes(text, before, at, end);
            default -> 1;
        };
    }

    private static int dots(char[] text, char before, int at, int end) {
        int next = at;
        while (next < end && text[next] == '.') {
            next++;
        }
        if (next - at > 1) {
            return next - at;
        }
        char after = text[at + 1];
        boolean ends = Affixes.isLower(before) || Affixes.isQuote(before);
        return ends && (Affixes.isUpper(after) || Affixes.isQuote(after)) ? 1 : 0;
    }

    private static int dashes(char[] text, char before, int at, int end) {
        char c = text[at];
        if (c == '-' && Affixes.isDigit(before) && (Affixes.isDigit(text[at + 1]) || text[at + 1] == '-')) {
            return 1;
        }
        int next = at;
        while (next < end && text[next] == c && next - at < 3) {
            next++;
        }
        return Character.isLetterOrDigit(before) && next < end && Character.isLetter(text[next]) ? next - at : 0;
    }
}
