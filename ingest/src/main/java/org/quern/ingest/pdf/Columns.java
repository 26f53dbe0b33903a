package org.quern.ingest.pdf;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * The order of columns: a page is cut at the gutter that parts most lines, into what is above those lines, the left side, the
 * right side and what is below; and each of these again, until no gutter is left. What crosses a gutter, such as a heading
 * over both columns, so comes before or after them. A gutter has lines of some width on both sides at the same height: the gaps
 * in a table are none.
 */
final class Columns {
    private static final int MIN_LINES = 4;

    /** Narrower sides, in sizes of the font, are cells of a table or numbers of lines. */
    private static final float MIN_WIDTH = 8;

    private static final float MIN_MEAN_WIDTH = 5;
    private static final int MAX_DEPTH = 8;
    private static final int MAX_SEGMENTS = 5_000;

    private final float size;

    private Columns(float size) {
        this.size = size;
    }

    /**
     * The parts of a page in the order in which they are read.
     *
     * @param size of the font of most of the page
     */
    static List<List<Segment>> of(List<Segment> segments, float size) {
        List<List<Segment>> parts = new ArrayList<>();
        new Columns(size).cut(segments, segments.size() > MAX_SEGMENTS ? 0 : MAX_DEPTH, parts);
        return parts;
    }

    private void cut(List<Segment> segments, int depth, List<List<Segment>> parts) {
        if (segments.isEmpty()) {
            return;
        }
        List<List<Segment>> rows = Segments.rows(segments);
        Sides best = Sides.NONE;
        for (float gutter : depth == 0 ? List.<Float>of() : leftEdges(segments)) {
            best = best.orBetter(sides(rows, gutter));
        }
        if (best.lines() == 0) {
            parts.add(segments);
            return;
        }
        cut(flat(rows.subList(0, best.firstRow)), depth - 1, parts);
        cut(best.left, depth - 1, parts);
        cut(best.right, depth - 1, parts);
        cut(flat(rows.subList(best.endRow, rows.size())), depth - 1, parts);
    }

    /** Where some segments begin: right columns begin at one of these. */
    private static List<Float> leftEdges(List<Segment> segments) {
        TreeMap<Integer, Integer> counts = new TreeMap<>();
        segments.forEach(segment -> counts.merge((int) Math.floor(segment.left()), 1, Integer::sum));
        return counts.entrySet().stream()
                .filter(edge -> edge.getValue() + counts.getOrDefault(edge.getKey() + 1, 0) >= MIN_LINES)
                .map(edge -> (float) edge.getKey())
                .toList();
    }

    /** The best run of rows of which none crosses the gutter, which ends at the given x. */
    private Sides sides(List<List<Segment>> rows, float gutter) {
        Sides best = Sides.NONE;
        Sides run = new Sides(0);
        for (int row = 0; row < rows.size(); row++) {
            run.endRow = row + 1;
            for (Segment segment : rows.get(row)) {
                if (segment.left() >= gutter) {
                    run.right.add(segment);
                } else if (segment.right() <= gutter - Segments.WIDE_GAP * size) {
                    run.left.add(segment);
                } else {
                    run.endRow = row;
                }
            }
            if (run.endRow == row) {
                run.dropFrom(rows.get(row));
                best = best.orBetter(accepted(run));
                run = new Sides(row + 1);
            }
        }
        return best.orBetter(accepted(run));
    }

    private Sides accepted(Sides run) {
        boolean wide = isColumn(run.left) && isColumn(run.right);
        return wide && areAbreast(run.left, run.right) ? run : Sides.NONE;
    }

    private boolean isColumn(List<Segment> side) {
        if (side.size() < MIN_LINES) {
            return false;
        }
        float left = Float.MAX_VALUE;
        float right = -Float.MAX_VALUE;
        float width = 0;
        for (Segment segment : side) {
            left = Math.min(left, segment.left());
            right = Math.max(right, segment.right());
            width += segment.width();
        }
        return right - left >= MIN_WIDTH * size && width / side.size() >= MIN_MEAN_WIDTH * size;
    }

    /** Whether both sides have at least half of the shorter one's height in common; they are sorted from top to bottom. */
    private static boolean areAbreast(List<Segment> left, List<Segment> right) {
        float leftTop = left.get(0).baseline();
        float leftEnd = left.get(left.size() - 1).baseline();
        float rightTop = right.get(0).baseline();
        float rightEnd = right.get(right.size() - 1).baseline();
        float common = Math.min(leftEnd, rightEnd) - Math.max(leftTop, rightTop);
        return common >= 0.5f * Math.min(leftEnd - leftTop, rightEnd - rightTop);
    }

    private static List<Segment> flat(List<List<Segment>> rows) {
        return rows.stream().flatMap(List::stream).toList();
    }

    /** Consecutive rows, and what of them is left and right of a gutter. */
    private static final class Sides {
        private static final Sides NONE = new Sides(0);

        private final List<Segment> left = new ArrayList<>();
        private final List<Segment> right = new ArrayList<>();
        private final int firstRow;
        private int endRow;

        private Sides(int firstRow) {
            this.firstRow = firstRow;
        }

        private void dropFrom(List<Segment> row) {
            left.removeAll(row);
            right.removeAll(row);
        }

        private int lines() {
            return Math.min(left.size(), right.size());
        }

        private Sides orBetter(Sides other) {
            return other.lines() > lines() ? other : this;
        }
    }
}
