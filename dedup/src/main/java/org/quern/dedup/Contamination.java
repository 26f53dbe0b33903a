package org.quern.dedup;

import java.util.ArrayList;
import java.util.List;
import org.quern.dedup.NGramIndex.Match;

/**
 * Words that a document shares with an item of an evaluation set.
 *
 * @param set the set's name
 * @param line of the item in its file, counted from 1
 * @param begin where they begin in the document, in code points
 * @param end where they end, exclusive
 * @param words how many they are
 * @param shared they themselves
 */
record Contamination(String id, String url, String set, long line, int begin, int end, int words, String shared) {
    static List<Contamination> of(String id, String url, String text, NGramIndex index) {
        List<Contamination> found = new ArrayList<>();
        for (Match match : index.matches(text)) {
            int begin = text.offsetByCodePoints(0, match.begin());
            int end = text.offsetByCodePoints(begin, match.end() - match.begin());
            EvaluationItem item = match.item();
            found.add(new Contamination(
                    id,
                    url,
                    item.set(),
                    item.line(),
                    match.begin(),
                    match.end(),
                    match.words(),
                    text.substring(begin, end)));
        }
        return found;
    }

    /** The text without the lines in which any of the matches stands. */
    static String withoutLines(String text, List<Match> matches) {
        StringBuilder left = new StringBuilder(text.length());
        int points = 0;
        int start = 0;
        while (start < text.length()) {
            int newline = text.indexOf('\n', start);
            int end = newline < 0 ? text.length() : newline + 1;
            int endPoint = points + text.codePointCount(start, end);
            if (!overlaps(matches, points, endPoint)) {
                left.append(text, start, end);
            }
            points = endPoint;
            start = end;
        }
        return left.toString().strip();
    }

    private static boolean overlaps(List<Match> matches, int begin, int end) {
        return matches.stream().anyMatch(match -> match.begin() < end && match.end() > begin);
    }
}
