package org.quern.mixing;

/**
 * How many tokens a text is likely to have, before there is a tokenizer. The mixture's ratios are in this unit.
 *
 * <p>Counted as byte-level BPE splits text before merging: a run of letters is one token per five letters begun (a letter
 * beyond ASCII counts double, as it does in bytes), a digit is one token, a run of other marks one per two begun, white space is
 * free as one space and one token as anything longer or else. No table of words, no language: one pass, and the same for everybody.
 */
final class TokenEstimate {
    private static final int LETTERS_PER_TOKEN = 5;
    private static final int MARKS_PER_TOKEN = 2;

    private final String text;
    private int position;

    private TokenEstimate(String text) {
        this.text = text;
    }

    /** The estimate for the whole text. */
    static int of(String text) {
        TokenEstimate scan = new TokenEstimate(text);
        int tokens = 0;
        while (scan.position < text.length()) {
            tokens += scan.piece();
        }
        return tokens;
    }

    /** The longest beginning of the text, in whole pieces, that has at most so many tokens. */
    static String prefix(String text, long tokens) {
        TokenEstimate scan = new TokenEstimate(text);
        long left = tokens;
        int end = 0;
        while (end < text.length()) {
            left -= scan.piece();
            if (left < 0) {
                return text.substring(0, end);
            }
            end = scan.position;
        }
        return text;
    }

    /** Goes over one run of letters, digits, marks or white space and returns its tokens. */
    private int piece() {
        int start = position;
        char first = text.charAt(start);
        if (Character.isLetter(first)) {
            return letters();
        }
        if (Character.isDigit(first)) {
            position++;
            return 1;
        }
        boolean space = Character.isWhitespace(first);
        do {
            position++;
        } while (position < text.length() && continues(text.charAt(position), space));
        int length = position - start;
        if (space) {
            return length == 1 && first == ' ' ? 0 : 1;
        }
        return (length + MARKS_PER_TOKEN - 1) / MARKS_PER_TOKEN;
    }

    private static boolean continues(char c, boolean space) {
        return !Character.isLetterOrDigit(c) && Character.isWhitespace(c) == space;
    }

    private int letters() {
        int weight = 0;
        while (position < text.length() && Character.isLetter(text.charAt(position))) {
            weight += text.charAt(position) < 128 ? 1 : 2;
            position++;
        }
        return (weight + LETTERS_PER_TOKEN - 1) / LETTERS_PER_TOKEN;
    }
}
