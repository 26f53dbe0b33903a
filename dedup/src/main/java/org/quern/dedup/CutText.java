package org.quern.dedup;

import java.util.ArrayList;
import java.util.List;

/**
 * A text without the runs that earlier documents have. Of the white space before, within and after a cut one stays: the one with
 * most line breaks, so that what is left keeps its paragraphs, and lines their indentation; the text's own ends stay.
 *
 * @param text what is left
 * @param tokensLeft how many tokens that is
 * @param tokensCut how many it was more
 * @param spans what was cut, in the order of the runs
 */
record CutText(String text, int tokensLeft, int tokensCut, List<Span> spans) {
    /**
     * A run that an earlier document has.
     *
     * @param token where it begins, counted in tokens
     * @param tokens how many it has
     * @param keptRank of the document that has them first
     * @param keptBegin where they begin there, in code points
     */
    record Run(int token, int tokens, long keptRank, int keptBegin) {}

    /**
     * A run as a part of the text. Spans may overlap where a text has the end of one document and the beginning of another in common.
     *
     * @param begin of its first token, in code points
     * @param end of its last token, in code points, exclusive
     * @param tokens from begin to end
     * @param keptRank of the document that has them first
     * @param keptBegin where they begin there, in code points
     */
    record Span(int begin, int end, int tokens, long keptRank, int keptBegin) {}

    /** The rank of the document that has the longest span, of equal ones the first. */
    long mainKeeper() {
        Span longest = spans.get(0);
        for (Span span : spans) {
            longest = span.tokens > longest.tokens ? span : longest;
        }
        return longest.keptRank;
    }

    /**
     * Cuts a text.
     *
     * @param runs of this document, in the order of their tokens; a later one also ends later
     */
    static CutText of(String text, List<Run> runs) {
        return new Cutter(text, runs).cut();
    }

    /** One pass over the tokens; of the runs, those that have begun and not yet ended cut. */
    private static final class Cutter {
        private static final int NOTHING = -1;

        private final String text;
        private final List<Run> runs;
        private final int[] beginPoints;
        private final List<Span> spans = new ArrayList<>();
        private int begun;
        private int cutBegin = NOTHING;
        private int cutEnd;
        private String inside = "";
        private final StringBuilder left = new StringBuilder();
        private int copied;

        Cutter(String text, List<Run> runs) {
            this.text = text;
            this.runs = runs;
            this.beginPoints = new int[runs.size()];
        }

        CutText cut() {
            Tokens tokens = new Tokens(text);
            int index = 0;
            int cut = 0;
            while (tokens.next()) {
                begin(index, tokens);
                if (begun > spans.size()) {
                    cut++;
                    if (cutBegin == NOTHING) {
                        cutBegin = tokens.begin();
                        inside = "";
                    } else {
                        inside = wider(inside, text.substring(cutEnd, tokens.begin()));
                    }
                    cutEnd = tokens.end();
                    end(index, tokens);
                } else {
                    remove();
                }
                index++;
            }
            remove();
            left.append(text, copied, text.length());
            return new CutText(left.toString(), index - cut, cut, spans);
        }

        private void begin(int index, Tokens tokens) {
            while (begun < runs.size() && runs.get(begun).token() == index) {
                beginPoints[begun++] = tokens.beginPoint();
            }
        }

        private void end(int index, Tokens tokens) {
            while (begun > spans.size()) {
                Run run = runs.get(spans.size());
                if (run.token() + run.tokens() - 1 > index) {
                    break;
                }
                int begin = beginPoints[spans.size()];
                spans.add(new Span(begin, tokens.endPoint(), run.tokens(), run.keptRank(), run.keptBegin()));
            }
        }

        private void remove() {
            if (cutBegin == NOTHING) {
                return;
            }
            int before = cutBegin;
            while (before > copied && Tokens.isSpace(text.charAt(before - 1))) {
                before--;
            }
            int after = cutEnd;
            while (after < text.length() && Tokens.isSpace(text.charAt(after))) {
                after++;
            }
            left.append(text, copied, before).append(gap(before, after));
            copied = after;
            cutBegin = NOTHING;
        }

        private String gap(int before, int after) {
            String first = text.substring(before, cutBegin);
            String last = text.substring(cutEnd, after);
            if (after == text.length() && before > 0) {
                return last;
            }
            String space = before == 0 ? first : wider(wider(first, inside), last);
            return indented(space, last);
        }

        /** White space with the indentation of the line that comes after the cut, if one begins there. */
        private static String indented(String space, String last) {
            int line = last.lastIndexOf('\n');
            return line < 0 ? space : space.substring(0, space.lastIndexOf('\n') + 1) + last.substring(line + 1);
        }

        private static String wider(String space, String other) {
            return lineBreaks(other) > lineBreaks(space) ? other : space;
        }

        private static int lineBreaks(String space) {
            int breaks = 0;
            for (int i = space.indexOf('\n'); i >= 0; i = space.indexOf('\n', i + 1)) {
                breaks++;
            }
            return breaks;
        }
    }
}
