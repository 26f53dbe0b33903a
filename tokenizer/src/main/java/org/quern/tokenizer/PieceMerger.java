package org.quern.tokenizer;

import java.util.Arrays;

/**
 * Merges the bytes of one piece: always the pair of least rank, the leftmost of equal ones, until none is left. Linear
 * in the piece's length. Not thread-safe.
 *
 * <p>A long piece is merged a stretch at a time, and a stretch's tokens go behind those that are there if no merge
 * crosses the border between them. That is so if the two tokens at the border stay as they are when they alone are
 * merged: take the first merge of the whole piece that crosses a border. Until then the bytes on its two sides have
 * merged as they do alone, so the two tokens alone come to the same merge. Where they do not stay, a window of tokens
 * around the border is merged anew, wider and wider until the borders on its two sides hold.
 */
final class PieceMerger {

    /** Bytes. The cost of a stretch grows with its square, that of all borders falls with it. */
    private static final int STRETCH = 12;

    /** Bytes of a piece that is merged at once. */
    private static final int MAX_WHOLE = 32;

    /** Bytes of a run of one byte, which merges half of itself at a time. */
    private static final int RUN = 512;

    private static final int BORDER_BITS = 12;
    private static final long HOLDS = Long.MIN_VALUE;

    private final Vocabulary vocabulary;
    private final StretchMerger stretch;
    private final StretchMerger window;
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
        this.window = new StretchMerger(vocabulary.merges());
        this.border = new StretchMerger(vocabulary.merges());
        Arrays.fill(knownBorders, -1);
    }

    /** Appends the tokens of a piece and returns their number. */
    int merge(byte[] text, int from, int to, TokenBuffer out) {
        if (to - from <= MAX_WHOLE) {
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
        for (int start = from; start < to; ) {
            int end = endOfStretch(text, start, to);
            append(text, start, end);
            start = end;
        }
        for (int i = 0; i < size; i++) {
            out.add(tokens[i]);
        }
        return size;
    }

    /** Behind a run of one byte, or between two bytes that merge late or never, so that the border is likely to hold. */
    private int endOfStretch(byte[] text, int from, int to) {
        int run = from + 1;
        while (run < Math.min(to, from + RUN) && text[run] == text[from]) {
            run++;
        }
        if (run - from >= STRETCH || to - from <= STRETCH) {
            return Math.max(run, Math.min(to, from + STRETCH));
        }
        int end = from + STRETCH;
        int latest = -1;
        for (int i = from + STRETCH; i > from + STRETCH / 2; i--) {
            int rank = vocabulary.merges().findBytes(text[i - 1], text[i]);
            if (rank > latest) {
                latest = rank;
                end = i;
            }
        }
        return end;
    }

    private void append(byte[] text, int from, int to) {
        stretch.merge(text, from, to);
        window.clear();
        // The window: so many tokens before and behind the border, and their bytes.
        int before = 0;
        int behind = 0;
        int start = from;
        int end = from;
        boolean startHolds = holdsBefore(text, before, behind, start);
        boolean endHolds = true;
        while (!startHolds || !endHolds) {
            if (!startHolds) {
                before = Math.min(size, Math.max(1, 2 * before));
                start = starts[size - before];
            }
            if (!endHolds || behind == 0) {
                int wider = Math.min(stretch.size(), Math.max(1, 2 * behind));
                for (; behind < wider; behind++) {
                    end += vocabulary.length(stretch.token(behind));
                }
            }
            window.merge(text, start, end);
            startHolds = holdsBefore(text, before, behind, start);
            endHolds = behind == stretch.size()
                    || holds(text, window.token(window.size() - 1), stretch.token(behind), end);
        }
        size -= before;
        add(window, 0, start);
        add(stretch, behind, end);
    }

    private boolean holdsBefore(byte[] text, int before, int behind, int start) {
        int first = window.size() > 0 ? window.token(0) : stretch.token(behind);
        return before == size || holds(text, tokens[size - before - 1], first, start);
    }

    private void add(StretchMerger merged, int first, int from) {
        int start = from;
        for (int i = first; i < merged.size(); i++) {
            tokens[size] = merged.token(i);
            starts[size++] = start;
            start += vocabulary.length(merged.token(i));
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
