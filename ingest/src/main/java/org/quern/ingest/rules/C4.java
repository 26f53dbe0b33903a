package org.quern.ingest.rules;

import java.util.List;

/**
 * C4's heuristics (Raffel et al. 2020), as datatrove's {@code C4QualityFilter}: lines are dropped, and the text edited,
 * if they end without {@code . ? ! " '} or in an ellipsis (only where asked for; FineWeb does not), have under 3 words or
 * a word over 1,000 characters, speak of javascript or of policies; {@code [1]}, {@code [edit]} and
 * {@code [citation needed]} are cut out. The whole text is dropped for lorem ipsum, a curly bracket in a line not dropped
 * before, or under 5 sentences in what is left.
 *
 * <p>Sentences are counted by {@link Sentences}, where datatrove asks spaCy's sentencizer.
 */
final class C4 implements Rule {
    static final int MIN_SENTENCES = 5;
    static final int MIN_WORDS_PER_LINE = 3;
    static final int MAX_WORD_LENGTH = 1_000;
    private static final int LOREM_IPSUM = 1;
    private static final int JAVASCRIPT = 2;
    private static final int CURLY_BRACKET = 4;
    private static final int POLICY = 8;
    private static final Phrases PHRASES = new Phrases(List.of(
            List.of("lorem ipsum"),
            List.of("javascript"),
            List.of("{"),
            List.of(
                    "terms of use",
                    "privacy policy",
                    "cookie policy",
                    "uses cookies",
                    "use of cookies",
                    "use cookies")));

    private final boolean needsTerminalPunctuation;

    C4(boolean needsTerminalPunctuation) {
        this.needsTerminalPunctuation = needsTerminalPunctuation;
    }

    @Override
    public Verdict judge(MeasuredText text) {
        Spans lines = text.lines();
        StringBuilder kept = new StringBuilder(text.chars().length);
        int sentences = 0;
        int word = 0;
        for (int i = 0; i < lines.size(); i++) {
            int firstWord = word;
            while (word < text.words().size() && text.words().start(word) < lines.end(i)) {
                word++;
            }
            Line line = Line.of(text, lines.start(i), lines.end(i));
            if (!isSentence(line)) {
                continue;
            }
            int phrases = PHRASES.in(line.chars(), line.start, line.end);
            if ((phrases & LOREM_IPSUM) != 0) {
                return Verdict.drop("c4.lorem_ipsum", i);
            }
            if ((phrases & JAVASCRIPT) != 0) {
                continue;
            }
            if ((phrases & CURLY_BRACKET) != 0) {
                return Verdict.drop("c4.curly_bracket", i);
            }
            if ((phrases & POLICY) == 0) {
                sentences += line.isCut()
                        ? Sentences.count(line.cut, 0, line.cut.words().size())
                        : Sentences.count(text, firstWord, word);
                kept.append(line.chars(), line.start, line.end - line.start).append('\n');
            }
        }
        return sentences < MIN_SENTENCES
                ? Verdict.drop("c4.sentences", sentences)
                : Verdict.keepEdited(kept.toString().strip());
    }

    private boolean isSentence(Line line) {
        if (needsTerminalPunctuation && !line.endsInPunctuation()) {
            return false;
        }
        char[] text = line.text.chars();
        int words = 0;
        int start = line.textStart;
        for (int i = start; i <= line.textEnd; i++) {
            if (i == line.textEnd || Punctuation.isSpace(text[i])) {
                if (i - start > MAX_WORD_LENGTH) {
                    return false;
                }
                words += i > start ? 1 : 0;
                start = i + 1;
            }
        }
        return words >= MIN_WORDS_PER_LINE;
    }

    private static String withoutCitations(String line) {
        int open = line.indexOf('[');
        if (open < 0) {
            return line;
        }
        StringBuilder out = new StringBuilder(line.length());
        int from = 0;
        for (; open >= 0; open = line.indexOf('[', Math.max(open + 1, from))) {
            int end = citationEnd(line, open);
            if (end > 0) {
                out.append(line, from, open);
                from = end;
            }
        }
        return out.append(line, from, line.length()).toString();
    }

    private static int citationEnd(String line, int open) {
        for (String marker : List.of("[edit]", "[citation needed]")) {
            if (line.startsWith(marker, open)) {
                return open + marker.length();
            }
        }
        int i = open + 1;
        while (i < line.length() && Character.isDigit(line.charAt(i))) {
            i++;
        }
        return i < line.length() && line.charAt(i) == ']' ? i + 1 : 0;
    }

    /**
     * A line without white space at its ends.
     *
     * @param text where it is with its citations
     * @param cut where it is without; the same if it has none
     */
    private record Line(MeasuredText text, int textStart, int textEnd, MeasuredText cut, int start, int end) {
        static Line of(MeasuredText text, int lineStart, int lineEnd) {
            int start = text.strippedStart(lineStart, lineEnd);
            int end = text.strippedEnd(start, lineEnd);
            int open = start;
            while (open < end && text.chars()[open] != '[') {
                open++;
            }
            if (open == end) {
                return new Line(text, start, end, text, start, end);
            }
            MeasuredText cut = new MeasuredText(withoutCitations(text.text().substring(start, end)));
            return new Line(text, start, end, cut, 0, cut.chars().length);
        }

        boolean isCut() {
            return cut != text;
        }

        char[] chars() {
            return cut.chars();
        }

        /** In a mark that ends a sentence, and not in an ellipsis. */
        boolean endsInPunctuation() {
            return end > start
                    && ".?!\"'".indexOf(chars()[end - 1]) >= 0
                    && !(end - start >= 3 && cut.text().startsWith("...", end - 3));
        }
    }
}
