package org.quern.tokenizer;

import java.util.Arrays;
import java.util.List;

/** The tokens' bytes by id, and the merges. Immutable. */
final class Vocabulary {

    private final byte[][] tokens;
    private final int[] byteIds = new int[256];
    private final MergeTable merges;

    /**
     * Makes the vocabulary.
     *
     * @param tokens bytes by id; an id that is not in use has none
     * @throws IllegalArgumentException if some byte has no token of its own
     */
    Vocabulary(byte[][] tokens, List<Merge> merges) {
        this.tokens = tokens;
        this.merges = new MergeTable(merges);
        Arrays.fill(byteIds, -1);
        for (int id = 0; id < tokens.length; id++) {
            if (tokens[id].length == 1) {
                byteIds[tokens[id][0] & 0xFF] = id;
            }
        }
        for (int value = 0; value < byteIds.length; value++) {
            if (byteIds[value] < 0) {
                throw new IllegalArgumentException(
                        "byte 0x%02X has no token; a byte-level vocabulary must have all 256".formatted(value));
            }
        }
    }

    int size() {
        return tokens.length;
    }

    byte[] bytes(int id) {
        if (id < 0 || id >= tokens.length) {
            throw new IllegalArgumentException("token id must be in 0 to %d, got %d".formatted(tokens.length - 1, id));
        }
        return tokens[id];
    }

    int byteId(byte value) {
        return byteIds[value & 0xFF];
    }

    int[] byteIds() {
        return byteIds;
    }

    MergeTable merges() {
        return merges;
    }
}
