package org.quern.ingest.pdf;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Running heads and feet, and page numbers: rows at the top and bottom of pages that, but for their numbers, stand at the same
 * height of several pages, or that begin or end with the number of the page.
 */
final class RunningLines {
    /** So many rows at each end of a page may be running ones; the outermost first. */
    private static final int MAX_ROWS = 3;

    /** In files of at least {@link #MANY_PAGES} pages; else 2. */
    private static final int MIN_PAGES = 3;

    private static final int MANY_PAGES = 8;

    /** Heads that change from page to page have the page's number on at least this share of them. */
    private static final double MIN_NUMBERED_RATIO = 0.25;

    private static final Pattern NUMBER = Pattern.compile("\\d{1,4}");
    private static final Pattern ROMAN = Pattern.compile("[ivxlc]{1,8}");
    private static final Pattern BLANK = Pattern.compile("\\s+");

    private final Map<String, Integer> pagesWithRow = new HashMap<>();
    private final Map<Integer, Integer> pagesWithShift = new HashMap<>();
    private final int minPages;
    private final double minNumbered;

    private RunningLines(List<Page> pages) {
        minPages = pages.size() < MANY_PAGES ? 2 : MIN_PAGES;
        minNumbered = Math.max(minPages, MIN_NUMBERED_RATIO * pages.size());
        for (Page page : pages) {
            List<List<Segment>> rows = Segments.rows(page.segments());
            edge(rows).stream()
                    .map(RunningLines::key)
                    .distinct()
                    .forEach(key -> pagesWithRow.merge(key, 1, Integer::sum));
            edge(rows).stream()
                    .flatMap(row -> shifts(row, page).stream())
                    .distinct()
                    .forEach(shift -> pagesWithShift.merge(shift, 1, Integer::sum));
        }
    }

    /** The pages without their running lines. */
    static List<Page> removed(List<Page> pages) {
        RunningLines running = new RunningLines(pages);
        return pages.stream().map(page -> page.with(running.body(page))).toList();
    }

    private List<Segment> body(Page page) {
        List<List<Segment>> rows = Segments.rows(page.segments());
        int from = 0;
        while (from < Math.min(MAX_ROWS, rows.size()) && isRunning(rows.get(from), page)) {
            from++;
        }
        int to = rows.size();
        while (to > Math.max(from, rows.size() - MAX_ROWS) && isRunning(rows.get(to - 1), page)) {
            to--;
        }
        List<List<Segment>> removed = new ArrayList<>(rows.subList(0, from));
        removed.addAll(rows.subList(to, rows.size()));
        List<Segment> body = new ArrayList<>(page.segments());
        removed.forEach(body::removeAll);
        return body;
    }

    private boolean isRunning(List<Segment> row, Page page) {
        if (pagesWithRow.getOrDefault(key(row), 0) >= minPages) {
            return true;
        }
        boolean bare = outline(row).equals("#");
        return shifts(row, page).stream()
                .anyMatch(shift -> (bare && shift == 1) || pagesWithShift.getOrDefault(shift, 0) >= minNumbered);
    }

    private static List<List<Segment>> edge(List<List<Segment>> rows) {
        if (rows.size() <= 2 * MAX_ROWS) {
            return rows;
        }
        List<List<Segment>> edge = new ArrayList<>(rows.subList(0, MAX_ROWS));
        edge.addAll(rows.subList(rows.size() - MAX_ROWS, rows.size()));
        return edge;
    }

    private static String key(List<Segment> row) {
        return Math.round(row.get(0).baseline()) + " " + outline(row);
    }

    private static String outline(List<Segment> row) {
        String text = text(row).toLowerCase(Locale.ROOT);
        return ROMAN.matcher(text).matches() ? "#" : NUMBER.matcher(text).replaceAll("#");
    }

    /** What the numbers at the row's ends are more than the page's place in the file. */
    private static List<Integer> shifts(List<Segment> row, Page page) {
        String[] words = BLANK.split(text(row), -1);
        List<Integer> shifts = new ArrayList<>();
        for (String word : List.of(words[0], words[words.length - 1])) {
            if (NUMBER.matcher(word).matches()) {
                shifts.add(Integer.parseInt(word) - page.number());
            }
        }
        return Collections.unmodifiableList(shifts);
    }

    private static String text(List<Segment> row) {
        StringBuilder text = new StringBuilder();
        row.forEach(segment -> text.append(' ').append(segment.text()));
        return text.toString().strip();
    }
}
