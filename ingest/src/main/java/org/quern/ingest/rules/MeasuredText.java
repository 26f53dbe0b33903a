package org.quern.ingest.rules;

import org.jspecify.annotations.Nullable;

/** A text with its words, lines and paragraphs, each split at most once and shared by all rules. */
public final class MeasuredText {
    private final String text;
    private @Nullable Spans words;
    private @Nullable Spans lines;
    private @Nullable NGrams nGrams;

    /** Measures nothing yet. */
    public MeasuredText(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }

    /** Words and punctuation marks, see {@link WordSplitter}. */
    Spans words() {
        Spans split = words;
        if (split == null) {
            split = WordSplitter.split(text);
            words = split;
        }
        return split;
    }

    NGrams nGrams() {
        NGrams measured = nGrams;
        if (measured == null) {
            measured = new NGrams(words());
            nGrams = measured;
        }
        return measured;
    }

    /** Lines as Python's {@code splitlines}: every line terminator of Unicode, no last empty line. */
    Spans lines() {
        Spans split = lines;
        if (split == null) {
            split = splitLines(text);
            lines = split;
        }
        return split;
    }

    /** Pieces between runs of at least {@code newlines} {@code \n}, as Python's {@code re.split("\n{k,}", text)}. */
    static Spans splitAtNewlines(String text, int newlines) {
        Spans pieces = new Spans(text);
        int start = 0;
        for (int i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i)) {
            int end = i;
            while (i < text.length() && text.charAt(i) == '\n') {
                i++;
            }
            if (i - end >= newlines) {
                pieces.add(start, end);
                start = i;
            }
        }
        pieces.add(start, text.length());
        return pieces;
    }

    private static Spans splitLines(String text) {
        Spans lines = new Spans(text);
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (endsLine(c)) {
                lines.add(start, i);
                i += c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n' ? 1 : 0;
                start = i + 1;
            }
        }
        if (start < text.length()) {
            lines.add(start, text.length());
        }
        return lines;
    }

    private static boolean endsLine(char c) {
        return (c >= '\n' && c <= '\r') || (c >= 0x1c && c <= 0x1e) || c == 0x85 || c == 0x2028 || c == 0x2029;
    }
}
