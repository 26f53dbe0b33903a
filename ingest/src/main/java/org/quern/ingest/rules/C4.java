package org.quern.ingest.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

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
    private static final List<String> POLICIES =
            List.of("terms of use", "privacy policy", "cookie policy", "uses cookies", "use of cookies", "use cookies");

    private final boolean needsTerminalPunctuation;

    C4(boolean needsTerminalPunctuation) {
        this.needsTerminalPunctuation = needsTerminalPunctuation;
    }

    @Override
    public Verdict judge(MeasuredText text) {
        Spans lines = text.lines();
        List<String> kept = new ArrayList<>();
        int sentences = 0;
        for (int i = 0; i < lines.size(); i++) {
            String whole = lines.string(i).strip();
            String line = withoutCitations(whole);
            if (!isSentence(whole, line)) {
                continue;
            }
            String lower = line.toLowerCase(Locale.ROOT);
            if (lower.contains("lorem ipsum")) {
                return Verdict.drop("c4.lorem_ipsum", i);
            }
            if (lower.contains("javascript")) {
                continue;
            }
            if (line.indexOf('{') >= 0) {
                return Verdict.drop("c4.curly_bracket", i);
            }
            if (POLICIES.stream().noneMatch(lower::contains)) {
                sentences += Sentences.count(line);
                kept.add(line);
            }
        }
        return sentences < MIN_SENTENCES
                ? Verdict.drop("c4.sentences", sentences)
                : Verdict.keepEdited(String.join("\n", kept).strip());
    }

    private boolean isSentence(String whole, String line) {
        if (needsTerminalPunctuation && (!endsInPunctuation(line) || line.endsWith("..."))) {
            return false;
        }
        int words = 0;
        int start = 0;
        for (int i = 0; i <= whole.length(); i++) {
            if (i == whole.length() || Punctuation.isSpace(whole.charAt(i))) {
                if (i - start > MAX_WORD_LENGTH) {
                    return false;
                }
                words += i > start ? 1 : 0;
                start = i + 1;
            }
        }
        return words >= MIN_WORDS_PER_LINE;
    }

    private static boolean endsInPunctuation(String line) {
        return !line.isEmpty() && ".?!\"'".indexOf(line.charAt(line.length() - 1)) >= 0;
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
}
