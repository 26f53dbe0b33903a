package org.quern.dedup;

/**
 * A part of a text that pages of a site may have in common.
 *
 * @param begin of its first token, in UTF-16 units
 * @param end of its last token, in UTF-16 units, exclusive
 * @param beginPoint of its first token, in code points
 * @param token index of its first token
 * @param tokens how many {@link Tokens} it has
 * @param words how many of them begin with a letter
 */
record Passage(int begin, int end, int beginPoint, int token, int tokens, int words) {
    boolean isBlank() {
        return tokens == 0;
    }

    /** From the beginning of this to the end of another that comes later. */
    Passage through(Passage later) {
        if (isBlank() || later.isBlank()) {
            return isBlank() ? later : this;
        }
        return new Passage(begin, later.end, beginPoint, token, tokens + later.tokens, words + later.words);
    }

    boolean covers(Passage other) {
        return other.token >= token && other.token < token + tokens;
    }
}
