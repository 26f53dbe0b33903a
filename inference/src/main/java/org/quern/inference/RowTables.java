package org.quern.inference;

import java.util.List;

/** The index arrays from which the kernels make a pass's tensors; see {@code decode.py}. */
@SuppressWarnings("ArrayRecordComponent") // Lives for one pass and is never compared.
record RowTables(int sequences, long[] positions, long[] slots, long[] tables, long[] rectangle, long[] places) {
    /** Up to so many cached positions, fp32 attention sums in one go; beyond, in an order that depends on their number. */
    private static final int ONE_SUM = 256;
    /** So many positions are a block of attention's: padded to whole ones, the order is the same for every batch. */
    private static final int BLOCK = 512;
    /** Up to so many new positions of a sequence, attention sums in the same order as for one; in bf16 whatever the padding. */
    static final int FEW = 16;
    /** Of whole blocks of so many new positions, fp32 attention sums each in the same order, however many there are. */
    private static final int READ = 32;

    /**
     * Checks that all positions lie in the sequences' pages: native code would write elsewhere.
     */
    static RowTables of(List<Span> spans, boolean bf16) {
        return of(spans, spans.stream().mapToInt(Span::size).max().orElseThrow(), bf16);
    }

    /** Of prompts: what a position gets does not depend on how many others are read with it. */
    static RowTables reading(List<Span> spans, boolean bf16) {
        int widest = spans.stream().mapToInt(Span::size).max().orElseThrow();
        return of(spans, bf16 ? widest : (widest + READ - 1) / READ * READ, bf16);
    }

    private static RowTables of(List<Span> spans, int width, boolean bf16) {
        int rows = spans.stream().mapToInt(Span::size).sum();
        int longest = spans.stream().mapToInt(Span::last).max().orElseThrow() + 1;
        int pages = KvCache.pagesFor(padded(longest, bf16 && width <= FEW));
        boolean even = rows == spans.size() * width;
        RowTables made = new RowTables(
                spans.size(),
                new long[rows],
                new long[rows],
                new long[spans.size() * pages],
                new long[even ? 0 : spans.size() * width],
                new long[even ? 0 : rows]);
        int row = 0;
        for (int s = 0; s < spans.size(); s++) {
            Span span = spans.get(s);
            span.sequence().requirePages(span.last());
            span.sequence().copyPages(made.tables, s * pages);
            for (int i = 0; i < width && !even; i++) {
                made.rectangle[s * width + i] = (long) row + Math.min(i, span.size() - 1);
            }
            for (int i = 0; i < span.size(); i++, row++) {
                made.positions[row] = span.positions()[i];
                made.slots[row] = span.sequence().slot(span.positions()[i]);
                if (!even) {
                    made.places[row] = (long) s * width + i;
                }
            }
        }
        return made;
    }

    private static int padded(int positions, boolean anyOrder) {
        return anyOrder || positions <= ONE_SUM ? positions : (positions + BLOCK - 1) / BLOCK * BLOCK;
    }
}
