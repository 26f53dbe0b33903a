package org.quern.ingest.pdf;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A line of a column.
 *
 * @param content all of it in one
 * @param column the column that it stands in
 * @param gap to the line above in the column, baseline to baseline; 0 for the first
 */
record TextLine(Segment content, Column column, float gap) {
    private static final float INDENT = 0.7f;

    /** A line that ends so far before the column does, as a share of its width, ends a paragraph. */
    private static final float SHORT = 0.12f;

    private static final float APART = 1.3f;

    /**
     * What a column's lines have in common.
     *
     * @param left where they begin
     * @param right where they end
     * @param pitch from baseline to baseline; 0 if there is one line
     */
    record Column(float left, float right, float pitch) {}

    /** The lines of a column, from top to bottom. */
    static List<TextLine> of(List<Segment> segments) {
        List<Segment> lines = Segments.rows(segments).stream()
                .map(row -> row.stream().reduce(Segment::joined).orElseThrow())
                .toList();
        float left = Float.MAX_VALUE;
        float right = -Float.MAX_VALUE;
        float[] gaps = new float[lines.size()];
        for (int i = 0; i < gaps.length; i++) {
            left = Math.min(left, lines.get(i).left());
            right = Math.max(right, lines.get(i).right());
            gaps[i] = i == 0 ? 0 : lines.get(i).baseline() - lines.get(i - 1).baseline();
        }
        Column column = new Column(left, right, median(gaps));
        List<TextLine> all = new ArrayList<>();
        for (int i = 0; i < gaps.length; i++) {
            all.add(new TextLine(lines.get(i), column, gaps[i]));
        }
        return all;
    }

    private static float median(float[] gaps) {
        float[] sorted = Arrays.copyOfRange(gaps, 1, gaps.length);
        Arrays.sort(sorted);
        return sorted.length == 0 ? 0 : sorted[sorted.length / 2];
    }

    String text() {
        return content.text();
    }

    float size() {
        return content.size();
    }

    boolean isCode() {
        return content.fixedPitch();
    }

    /** Whether it is its column's first. */
    boolean isFirst() {
        return gap == 0;
    }

    /** Whether it ends before the column does. */
    boolean isShort() {
        return column.right - content.right() > SHORT * (column.right - column.left);
    }

    boolean isIndented() {
        return content.left() - column.left > INDENT * size();
    }

    /** Whether it stands further below the line above than the lines of a paragraph do. */
    boolean isApart() {
        return gap > APART * Math.max(column.pitch, size());
    }
}
