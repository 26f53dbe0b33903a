package org.quern.tokenizer;

import java.util.List;

/**
 * The tokens that are found in a text before it is split: the leftmost first, the longest of those that start at one
 * place.
 */
final class AddedTokens {

    /** A token's name and id. */
    record AddedToken(String content, int id) {}

    /** An added token in a text; one of no length at the text's end if there is none. */
    record Match(int start, int end, int id) {}

    private final List<AddedToken> tokens;

    AddedTokens(List<AddedToken> tokens) {
        this.tokens = List.copyOf(tokens);
    }

    List<AddedToken> tokens() {
        return tokens;
    }

    Match next(String text, int from) {
        Match first = new Match(text.length(), text.length(), -1);
        for (AddedToken token : tokens) {
            int start = text.indexOf(token.content(), from);
            int end = start + token.content().length();
            if (start >= 0 && (start < first.start() || (start == first.start() && end > first.end()))) {
                first = new Match(start, end, token.id());
            }
        }
        return first;
    }
}
