package org.quern.tokenizer;

import java.util.Arrays;

/** Finds the token that a stretch of bytes is. */
final class TokenTable {

    private final byte[][] tokens;
    /** Id + 1, or 0; at most half full. */
    private final int[] table;

    /** A table of some of the tokens. */
    TokenTable(byte[][] tokens, int[] ids) {
        this.tokens = tokens;
        this.table = new int[Integer.highestOneBit(Math.max(ids.length, 1)) * 4];
        for (int id : ids) {
            table[slot(tokens[id], 0, tokens[id].length)] = id + 1;
        }
    }

    /** The id of the token that the bytes are, or -1. */
    int find(byte[] text, int from, int to) {
        return table[slot(text, from, to)] - 1;
    }

    private int slot(byte[] text, int from, int to) {
        int slot = (int) ByteStrings.hash(text, from, to) & table.length - 1;
        while (table[slot] != 0 && !isAt(slot, text, from, to)) {
            slot = slot + 1 & table.length - 1;
        }
        return slot;
    }

    private boolean isAt(int slot, byte[] text, int from, int to) {
        byte[] token = tokens[table[slot] - 1];
        return Arrays.equals(token, 0, token.length, text, from, to);
    }
}
