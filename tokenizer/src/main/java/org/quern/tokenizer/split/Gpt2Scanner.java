package org.quern.tokenizer.split;

import static org.quern.tokenizer.split.CharRuns.classAt;
import static org.quern.tokenizer.split.CharRuns.width;
import static org.quern.tokenizer.split.UnicodeClass.NUMBER;

/** {@link SplitPattern#GPT2} and {@link SplitPattern#GPT2_DIGITS} by hand. */
final class Gpt2Scanner {

    private Gpt2Scanner() {}

    static int pieceEnd(byte[] text, int from, int to) {
        byte first = classAt(text, from);
        if (CharRuns.isWhiteSpace(first)) {
            return afterWhiteSpace(text, from, to, false);
        }
        int contraction = text[from] == '\'' ? endOfContraction(text, from + 1, to) : -1;
        return contraction > 0 ? contraction : CharRuns.end(text, from, to, first);
    }

    /** As if the text began anew after each digit and ended before it. */
    static int pieceEndBetweenDigits(byte[] text, int from, int to) {
        byte first = classAt(text, from);
        if (first == NUMBER) {
            return from + width(text[from]);
        }
        return CharRuns.isWhiteSpace(first) ? afterWhiteSpace(text, from, to, true) : pieceEnd(text, from, to);
    }

    /** A run of white space but for its last character, if a word follows; that is a space in front of the word. */
    private static int afterWhiteSpace(byte[] text, int from, int to, boolean digitsEndTexts) {
        int last = from;
        int i = from;
        while (i < to && CharRuns.isWhiteSpace(classAt(text, i))) {
            last = i;
            i += width(text[i]);
        }
        if (i == to || (digitsEndTexts && classAt(text, i) == NUMBER)) {
            return i;
        }
        if (last > from) {
            return last;
        }
        return text[from] == ' ' ? CharRuns.end(text, i, to, classAt(text, i)) : i;
    }

    /** The end of a contraction after an apostrophe, or -1. */
    private static int endOfContraction(byte[] text, int from, int to) {
        int first = from < to ? text[from] : 0;
        int second = from + 1 < to ? text[from + 1] : 0;
        return switch (first) {
            case 's', 't', 'm', 'd' -> from + 1;
            case 'r', 'v' -> second == 'e' ? from + 2 : -1;
            case 'l' -> second == 'l' ? from + 2 : -1;
            default -> -1;
        };
    }
}
