package org.quern.tokenizer;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The tokens' bytes by id, and the merges. Immutable. */
final class Vocabulary {

    /** Ids, and so sizes of vocabularies, stay below 2 to this. */
    static final int ID_BITS = 20;

    static final int MAX_SIZE = 1 << ID_BITS;

    private final byte[][] tokens;
    private final MergeTable merges;
    private final Optional<TokenTable> wholePieces;

    /**
     * Makes the vocabulary.
     *
     * @param tokens bytes by id; an id that is not in use has none
     * @param added ids of the tokens that text does not merge into
     * @param ignoresMerges whether a piece that is a token becomes that token, whether or not merges lead there
     * @throws IllegalArgumentException if some byte has no token of its own, or there are too many tokens
     */
    Vocabulary(byte[][] tokens, AddedTokens added, List<Merge> merges, boolean ignoresMerges) {
        if (tokens.length > MAX_SIZE) {
            throw new IllegalArgumentException(
                    "a vocabulary must have at most %d tokens, got %d".formatted(MAX_SIZE, tokens.length));
        }
        this.tokens = tokens;
        int[] ordinary = IntStream.range(0, tokens.length)
                .filter(id -> tokens[id].length > 0 && !added.has(id))
                .toArray();
        this.merges = new MergeTable(merges, byteIds(ordinary));
        this.wholePieces = ignoresMerges ? Optional.of(new TokenTable(tokens, ordinary)) : Optional.empty();
    }

    private int[] byteIds(int[] ordinary) {
        int[] byteIds = new int[256];
        Arrays.fill(byteIds, -1);
        for (int id : ordinary) {
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
        return byteIds;
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

    /** Bytes of a token that there is. */
    int length(int id) {
        return tokens[id].length;
    }

    MergeTable merges() {
        return merges;
    }

    /** The tokens to which whole pieces are compared before merging, if they are. */
    Optional<TokenTable> wholePieces() {
        return wholePieces;
    }
}
