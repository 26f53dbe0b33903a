package org.quern.ingest.rules;

import java.util.List;

/**
 * Finds which of some lower-case ASCII phrases a text holds, in any case, in one pass: the automaton of Aho and Corasick
 * (1975) with every transition in a table. The phrases come in groups, and a bit stands for each group.
 */
final class Phrases {
    private static final int ALPHABET = 128;
    private static final char KELVIN_SIGN = '\u212a';

    /** The state after each state and character; state 0 has read the beginning of no phrase. */
    private final short[] next;

    private final int[] found;
    private int numStates = 1;

    Phrases(List<List<String>> groups) {
        int maxStates = 1
                + groups.stream().flatMap(List::stream).mapToInt(String::length).sum();
        next = new short[maxStates * ALPHABET];
        found = new int[maxStates];
        for (int group = 0; group < groups.size(); group++) {
            for (String phrase : groups.get(group)) {
                found[end(phrase)] |= 1 << group;
            }
        }
        linkFailures();
    }

    private int end(String phrase) {
        int state = 0;
        for (int i = 0; i < phrase.length(); i++) {
            int edge = state * ALPHABET + phrase.charAt(i);
            if (next[edge] == 0) {
                next[edge] = (short) numStates++;
            }
            state = next[edge];
        }
        return state;
    }

    /** In order of length gives every prefix the transitions, and the groups, of its longest suffix that is a prefix. */
    private void linkFailures() {
        int[] queue = new int[numStates];
        int[] suffix = new int[numStates];
        int queued = 1;
        for (int head = 0; head < queued; head++) {
            int state = queue[head];
            for (int c = 0; c < ALPHABET; c++) {
                int child = next[state * ALPHABET + c];
                int fallback = state == 0 ? 0 : next[suffix[state] * ALPHABET + c];
                if (child == 0) {
                    next[state * ALPHABET + c] = (short) fallback;
                } else {
                    suffix[child] = fallback;
                    found[child] |= found[fallback];
                    queue[queued++] = child;
                }
            }
        }
    }

    /** A bit for each group of which a phrase is in the piece. */
    int in(char[] text, int start, int end) {
        int groups = 0;
        int state = 0;
        for (int i = start; i < end; i++) {
            char c = text[i];
            if (c < ALPHABET) {
                state = next[state * ALPHABET + (c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c)];
                groups |= found[state];
            } else {
                state = c == KELVIN_SIGN ? next[state * ALPHABET + 'k'] : 0;
            }
        }
        return groups;
    }
}
