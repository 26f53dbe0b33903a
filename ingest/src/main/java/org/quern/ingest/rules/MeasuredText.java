package org.quern.ingest.rules;

import org.jspecify.annotations.Nullable;

/** A text with its words and lines, each split at most once and shared by all rules. */
public final class MeasuredText {
    private static final CharSet LINE_ENDS = CharSet.where(
            c -> (c >= '\n' && c <= '\r') || (c >= 0x1c && c <= 0x1e) || c == 0x85 || c == 0x2028 || c == 0x2029);
    private static final int CHARS_PER_LINE = 64;

    private final String text;
    private final Origin origin;
    private final char[] chars;
    private @Nullable Spans words;
    private @Nullable Spans lines;

    /** A text from nowhere; measures nothing yet. */
    public MeasuredText(String text) {
        this(text, Origin.UNKNOWN);
    }

    /** Measures nothing yet. */
    public MeasuredText(String text, Origin origin) {
        this.text = text;
        this.origin = origin;
        this.chars = text.toCharArray();
    }

    /** Another text; this one, with all that is measured of it, if it is the same. */
    MeasuredText with(String other) {
        return other.equals(text) ? this : new MeasuredText(other, origin);
    }

    String text() {
        return text;
    }

    Origin origin() {
        return origin;
    }

    /** The text's UTF-16 units: reading them costs less than {@link String#charAt}. */
    char[] chars() {
        return chars;
    }

    /** Words and punctuation marks, see {@link WordSplitter}. */
    Spans words() {
        Spans split = words;
        if (split == null) {
            split = WordSplitter.split(chars);
            words = split;
        }
        return split;
    }

    /** Lines as Python's {@code splitlines}: every line terminator of Unicode, no last empty line. */
    Spans lines() {
        Spans split = lines;
        if (split == null) {
            split = splitLines(chars);
            lines = split;
        }
        return split;
    }

    /** Pieces between runs of at least {@code newlines} {@code \n}, as Python's {@code re.split("\n{k,}", text)}. */
    Spans splitAtNewlines(int newlines) {
        return splitAtNewlines(0, chars.length, newlines);
    }

    /** Paragraphs of the text without white space at its ends: what blank lines, {@code \n\n}, keep apart. */
    Spans paragraphs() {
        int start = strippedStart(0, chars.length);
        return splitAtNewlines(start, strippedEnd(start, chars.length), 2);
    }

    private Spans splitAtNewlines(int from, int to, int newlines) {
        Spans pieces = new Spans(chars, (to - from) / CHARS_PER_LINE);
        int start = from;
        for (int i = text.indexOf('\n', from); i >= 0 && i < to; i = text.indexOf('\n', i)) {
            int end = i;
            while (i < to && chars[i] == '\n') {
                i++;
            }
            if (i - end >= newlines) {
                pieces.add(start, end);
                start = i;
            }
        }
        pieces.add(start, to);
        return pieces;
    }

    /** Where the first character of a piece is that is not white space as {@link String#strip} has it; else its end. */
    int strippedStart(int start, int end) {
        int first = start;
        while (first < end && Character.isWhitespace(chars[first])) {
            first++;
        }
        return first;
    }

    /** Where the last character of a piece that is not white space ends; else its start. */
    int strippedEnd(int start, int end) {
        int last = end;
        while (last > start && Character.isWhitespace(chars[last - 1])) {
            last--;
        }
        return last;
    }

    private static Spans splitLines(char[] text) {
        Spans lines = new Spans(text, text.length / CHARS_PER_LINE);
        int start = 0;
        for (int i = 0; i < text.length; i++) {
            char c = text[i];
            if (LINE_ENDS.has(c)) {
                lines.add(start, i);
                i += c == '\r' && i + 1 < text.length && text[i + 1] == '\n' ? 1 : 0;
                start = i + 1;
            }
        }
        if (start < text.length) {
            lines.add(start, text.length);
        }
        return lines;
    }
}
