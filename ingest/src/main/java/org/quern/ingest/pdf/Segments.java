package org.quern.ingest.pdf;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Glyphs to segments: first in the order in which they are drawn, then from left to right. */
final class Segments {
    /** A gap this wide, in sizes of the font, may be a gutter. */
    static final float WIDE_GAP = 0.8f;

    private static final float MAX_OVERLAP = 0.5f;

    private Segments() {}

    static List<Segment> of(List<Glyph> glyphs) {
        List<Segment> pieces = new ArrayList<>();
        List<Glyph> piece = new ArrayList<>();
        for (Glyph glyph : glyphs) {
            if (!piece.isEmpty() && !follows(piece, glyph)) {
                add(pieces, piece);
                piece.clear();
            }
            if (!piece.isEmpty() || !glyph.isSpace()) {
                piece.add(glyph);
            }
        }
        add(pieces, piece);
        return joined(pieces);
    }

    private static void add(List<Segment> pieces, List<Glyph> piece) {
        if (!piece.isEmpty()) {
            pieces.add(ScriptWriter.segment(piece));
        }
    }

    /** Whether the glyph goes on with the piece: near its end, and on its baseline, a script to it, or kerned up or down. */
    private static boolean follows(List<Glyph> piece, Glyph glyph) {
        Glyph last = piece.get(piece.size() - 1);
        float size = Math.max(last.size(), glyph.size());
        float gap = glyph.left() - last.right();
        float rise = Math.abs(glyph.baseline() - last.baseline());
        boolean isScript = Math.min(last.size(), glyph.size()) <= ScriptWriter.MAX_SIZE * size;
        boolean isKerned = gap < Segment.WORD_GAP * size;
        return gap > -MAX_OVERLAP * size
                && gap < WIDE_GAP * size
                && rise <= (isScript ? 0.6f : isKerned ? 0.3f : 0.1f) * size;
    }

    /** Pieces on one baseline that are near, such as words that are drawn by themselves, in one. */
    private static List<Segment> joined(List<Segment> pieces) {
        List<Segment> joined = new ArrayList<>();
        for (List<Segment> row : rows(pieces)) {
            Segment open = row.get(0);
            for (Segment next : row.subList(1, row.size())) {
                if (next.left() - open.right() < WIDE_GAP * Math.max(open.size(), next.size())) {
                    open = open.joined(next);
                } else {
                    joined.add(open);
                    open = next;
                }
            }
            joined.add(open);
        }
        return joined;
    }

    /** Segments by baseline, from top to bottom; each row from left to right. */
    static List<List<Segment>> rows(List<Segment> segments) {
        List<Segment> sorted = new ArrayList<>(segments);
        sorted.sort(Comparator.comparingDouble(Segment::baseline).thenComparingDouble(Segment::left));
        List<List<Segment>> rows = new ArrayList<>();
        List<Segment> row = new ArrayList<>();
        for (Segment segment : sorted) {
            if (!row.isEmpty() && !row.get(0).isLevelWith(segment)) {
                rows.add(leftToRight(row));
                row = new ArrayList<>();
            }
            row.add(segment);
        }
        if (!row.isEmpty()) {
            rows.add(leftToRight(row));
        }
        return rows;
    }

    private static List<Segment> leftToRight(List<Segment> row) {
        row.sort(Comparator.comparingDouble(Segment::left));
        return row;
    }
}
