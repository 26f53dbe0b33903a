package org.quern.ingest.rules;

/** Where spaCy's English tokenizer splits inside a word: its infixes. */
final class Seams {
    private Seams() {}

    /** Length of the seam at {@code at}, a token of its own; 0 if there is none. */
    static int length(String text, int start, int at, int end) {
        char c = text.charAt(at);
        if (Character.isLetterOrDigit(c) || at + 1 >= end) {
            return 0;
        }
        char before = text.charAt(at - 1);
        char after = text.charAt(at + 1);
        return switch (c) {
            case '.' -> dots(text, before, at, end);
            case ',' -> Character.isLetter(before) && Character.isLetter(after) ? 1 : 0;
            case '+', '*', '^' -> Affixes.isDigit(before) && (Affixes.isDigit(after) || after == '-') ? 1 : 0;
            case ':', '<', '>', '=', '/' -> Character.isLetterOrDigit(before) && Character.isLetter(after) ? 1 : 0;
            case '-', '–', '—', '~' -> dashes(text, before, at, end);
            default -> c == '…' || Affixes.isIcon(c) ? 1 : 0;
        };
    }

    private static int dots(String text, char before, int at, int end) {
        int next = at;
        while (next < end && text.charAt(next) == '.') {
            next++;
        }
        if (next - at > 1) {
            return next - at;
        }
        char after = text.charAt(at + 1);
        boolean ends = Character.isLowerCase(before) || Affixes.isQuote(before);
        return ends && (Character.isUpperCase(after) || Affixes.isQuote(after)) ? 1 : 0;
    }

    private static int dashes(String text, char before, int at, int end) {
        char c = text.charAt(at);
        if (c == '-'
                && Affixes.isDigit(before)
                && (Affixes.isDigit(text.charAt(at + 1)) || text.charAt(at + 1) == '-')) {
            return 1;
        }
        int next = at;
        while (next < end && text.charAt(next) == c && next - at < 3) {
            next++;
        }
        return Character.isLetterOrDigit(before) && next < end && Character.isLetter(text.charAt(next)) ? next - at : 0;
    }
}
