package org.quern.tokenizer;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

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
    private final Set<Integer> ids;
    /** The names as a trie. */
    private final Node root = new Node();
    /** What names begin with, since a look-up in a map for each character of a text would be slow. */
    private final BitSet firstChars = new BitSet();

    AddedTokens(List<AddedToken> tokens) {
        this.tokens = List.copyOf(tokens);
        this.ids = tokens.stream().map(AddedToken::id).collect(Collectors.toUnmodifiableSet());
        for (AddedToken token : tokens) {
            Node node = root;
            for (char c : token.content().toCharArray()) {
                node = node.next.computeIfAbsent(c, key -> new Node());
            }
            node.id = token.id();
        }
        root.next.keySet().forEach(firstChars::set);
    }

    List<AddedToken> tokens() {
        return tokens;
    }

    boolean has(int id) {
        return ids.contains(id);
    }

    Match next(String text, int from) {
        for (int start = from; start < text.length(); start++) {
            if (firstChars.get(text.charAt(start))) {
                Match match = longest(text, start);
                if (match.end() > start) {
                    return match;
                }
            }
        }
        return new Match(text.length(), text.length(), -1);
    }

    private Match longest(String text, int start) {
        Match match = new Match(start, start, -1);
        @Nullable Node node = root.next.get(text.charAt(start));
        for (int end = start + 1; node != null; end++) {
            if (node.id >= 0) {
                match = new Match(start, end, node.id);
            }
            node = end < text.length() ? node.next.get(text.charAt(end)) : null;
        }
        return match;
    }

    private static final class Node {
        private final Map<Character, Node> next = new HashMap<>();
        private int id = -1;
    }
}
