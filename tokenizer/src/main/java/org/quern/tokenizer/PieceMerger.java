package org.quern.tokenizer;

import java.util.Arrays;

/**
 * Merges the bytes of one piece: always the pair of least rank, the leftmost of equal ones, until none is left. Linear
 * in the piece's length. Not thread-safe.
 *
 * <p>A long piece is merged a stretch at a time, and a stretch's tokens go behind those that are there if no merge
 * crosses the border between them. That is so if the two tokens at the border stay as they are when they alone are
 * merged: take the first merge of the whole piece that crosses a border. Until then the bytes on its two sides have
 * merged as they do alone, so the two tokens alone come to the same merge. Where they do not stay, tokens before the
 * border are merged anew together with the stretch, twice as many each time, until the border before them holds.
 */
final class PieceMerger {

    /** Bytes. The cost of a stretch grows with its square, that of all borders falls with it. */
    static final int STRETCH = 32;

    private static final int BORDER_BITS = 12;
    private static final long HOLDS = Long.MIN_VALUE;

    private final Vocabulary vocabulary;
    private final StretchMerger stretch;
    private final StretchMerger border;
    /** Pairs of tokens that met at a border, each where its hash says, marked if the border holds. */
    private final long[] knownBorders = new long[1 << BORDER_BITS];

    private int[] tokens = new int[0];
    /** Where each token starts in the text. */
    private int[] starts = new int[0];

    private int size;

    PieceMerger(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
        this.stretch = new StretchMerger(vocabulary.merges());
        this.border = new StretchMerger(vocabulary.merges());
        Arrays.fill(knownBorders, -1);
    }

    /** Appends the tokens of a piece and returns their number. */
    int merge(byte[] text, int from, int to, TokenBuffer out) {
        if (to - from <= STRETCH) {
            stretch.merge(text, from, to);
            for (int i = 0; i < stretch.size(); i++) {
                out.add(stretch.token(i));
            }
            return stretch.size();
        }
        if (tokens.length < to - from) {
            tokens = new int[to - from];
            starts = new int[to - from];
        }
        size = 0;
        for (int start = from; start < to; start += STRETCH) {
            append(text, start, Math.min(start + STRETCH, to));
        }
        for (int i = 0; i < size; i++) {
            out.add(tokens[i]);
        }
        return size;
    }

    private void append(byte[] text, int from, int to) {
        int start = from;
        stretch.merge(text, start, to);
        for (int back = 1; size > 0 && !holds(text, tokens[size - 1], stretch.token(0), start); back *= 2) {
            size = Math.max(0, size - back);
            start = starts[size];
            stretch.merge(text, start, to);
        }
        for (int i = 0; i < stretch.size(); i++) {
            tokens[size] = stretch.token(i);
            starts[size++] = start;
            start += vocabulary.length(stretch.token(i));
        }
    }

    /** Whether two tokens that meet at a place in the text stay as they are. */
    private boolean holds(byte[] text, int left, int right, int place) {
        long pair = MergeTable.pair(left, right);
        int slot = (int) (ByteStrings.mix(pair) >>> (Long.SIZE - BORDER_BITS));
        if ((knownBorders[slot] & ~HOLDS) == pair) {
            return knownBorders[slot] < 0;
        }
        border.merge(text, place - vocabulary.length(left), place + vocabulary.length(right));
        boolean holds = border.size() == 2 && border.token(0) == left && border.token(1) == right;
        knownBorders[slot] = holds ? pair | HOLDS : pair;
        return holds;
    }
}
