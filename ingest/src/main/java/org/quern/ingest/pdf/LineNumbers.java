package org.quern.ingest.pdf;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/** Numbers of lines in the margin, as manuscripts for review have them: a column of numbers that count up, beside all else. */
final class LineNumbers {
    private static final Pattern NUMBER = Pattern.compile("\\d{1,4}");
    private static final int MIN_NUMBERS = 8;

    /** Of the steps between neighbours, so many are the same; the text may stand between some. */
    private static final double MIN_EVEN_RATIO = 0.7;

    private LineNumbers() {}

    /** The page without the numbers of its lines. */
    static Page removed(Page page) {
        List<Segment> rest = withoutSide(withoutSide(page.segments(), true), false);
        return rest.size() == page.segments().size() ? page : page.with(rest);
    }

    private static List<Segment> withoutSide(List<Segment> segments, boolean atLeft) {
        List<Segment> numbers = new ArrayList<>();
        List<Segment> rest = new ArrayList<>();
        float edge = atLeft ? Float.MAX_VALUE : -Float.MAX_VALUE;
        for (Segment segment : segments) {
            if (NUMBER.matcher(segment.text()).matches()) {
                numbers.add(segment);
            } else {
                rest.add(segment);
                edge = atLeft ? Math.min(edge, segment.left()) : Math.max(edge, segment.right());
            }
        }
        List<Segment> beside = new ArrayList<>();
        for (Segment number : numbers) {
            boolean isBeside = atLeft ? number.right() <= edge : number.left() >= edge;
            (isBeside ? beside : rest).add(number);
        }
        return countsUp(beside) ? rest : segments;
    }

    private static boolean countsUp(List<Segment> numbers) {
        numbers.sort(Comparator.comparingDouble(Segment::baseline));
        int even = 0;
        for (int i = 2; i < numbers.size(); i++) {
            int step = value(numbers, i) - value(numbers, i - 1);
            even += step > 0 && step == value(numbers, i - 1) - value(numbers, i - 2) ? 1 : 0;
        }
        return numbers.size() >= MIN_NUMBERS && even >= MIN_EVEN_RATIO * (numbers.size() - 2);
    }

    private static int value(List<Segment> numbers, int index) {
        return Integer.parseInt(numbers.get(index).text());
    }
}
