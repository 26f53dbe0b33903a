package org.quern.ingest.rules;

import java.util.List;

/**
 * Gopher's repetition heuristics (arXiv 2112.11446, table A1), as datatrove's {@code GopherRepetitionFilter}: the first
 * copy of a line, paragraph or n-gram is not counted as a repetition; shares of characters are of the whole text; the
 * characters of the most frequent 2 to 4-gram include its inner spaces, those of repeated 5 to 10-grams do not, and a
 * repeated n-gram is skipped over, so that no character counts twice.
 *
 * <p>datatrove counts the most frequent n-gram even if it occurs once, which drops very short texts; so does this rule.
 * Unlike datatrove, n-grams whose words differ but run together to the same characters are not taken for equal.
 */
final class GopherRepetition implements Rule {
    static final double MAX_PIECE_RATIO = 0.30;
    static final double MAX_PIECE_CHAR_RATIO = 0.20;
    private static final long MULTIPLIER = 0xD6E8FEB86659FD93L;
    private static final List<NGrams> TOP = List.of(new NGrams(2, 0.20), new NGrams(3, 0.18), new NGrams(4, 0.16));
    private static final List<NGrams> REPEATED = List.of(
            new NGrams(5, 0.15),
            new NGrams(6, 0.14),
            new NGrams(7, 0.13),
            new NGrams(8, 0.12),
            new NGrams(9, 0.11),
            new NGrams(10, 0.10));

    /** N-grams of {@code n} words may make up at most {@code maxRatio} of the characters. */
    private record NGrams(int n, double maxRatio) {}

    @Override
    public Verdict judge(MeasuredText measured) {
        String text = measured.text();
        if (text.isEmpty()) {
            return Verdict.drop("gopher.repetition.empty", 0);
        }
        Verdict verdict = judgePieces("paragraph", MeasuredText.splitAtNewlines(text.strip(), 2), text.length());
        verdict = verdict.keep() ? judgePieces("line", MeasuredText.splitAtNewlines(text, 1), text.length()) : verdict;
        verdict = verdict.keep() ? judgeTop(measured) : verdict;
        return verdict.keep() ? judgeRepeated(measured) : verdict;
    }

    private static Verdict judgePieces(String kind, Spans pieces, int textLength) {
        Spans.Repeated repeated = pieces.repeated();
        double ratio = (double) repeated.pieces() / pieces.size();
        if (ratio > MAX_PIECE_RATIO) {
            return Verdict.drop("gopher.repetition.duplicate_" + kind + "s", ratio);
        }
        double charRatio = (double) repeated.chars() / textLength;
        return charRatio > MAX_PIECE_CHAR_RATIO
                ? Verdict.drop("gopher.repetition.duplicate_" + kind + "_characters", charRatio)
                : Verdict.KEEP;
    }

    private static Verdict judgeTop(MeasuredText text) {
        for (NGrams grams : TOP) {
            double ratio =
                    (double) topChars(text.words(), grams.n) / text.text().length();
            if (ratio > grams.maxRatio) {
                return Verdict.drop("gopher.repetition.top_" + grams.n + "_gram", ratio);
            }
        }
        return Verdict.KEEP;
    }

    private static Verdict judgeRepeated(MeasuredText text) {
        for (NGrams grams : REPEATED) {
            double ratio =
                    (double) repeatedChars(text.words(), grams.n) / text.text().length();
            if (ratio > grams.maxRatio) {
                return Verdict.drop("gopher.repetition.duplicate_" + grams.n + "_grams", ratio);
            }
        }
        return Verdict.KEEP;
    }

    /** Characters of all copies of the most frequent n-gram; of equally frequent ones, the first in the text. */
    private static long topChars(Spans words, int n) {
        LongCounter counter = new LongCounter(words.size());
        int last = words.size() - n;
        int most = 0;
        for (int i = 0; i <= last; i++) {
            most = Math.max(most, counter.increment(hash(words, i, n)));
        }
        for (int i = 0; i <= last; i++) {
            if (counter.count(hash(words, i, n)) == most) {
                return (chars(words, i, n) + n - 1) * most;
            }
        }
        return 0;
    }

    private static long repeatedChars(Spans words, int n) {
        LongCounter counter = new LongCounter(words.size());
        long chars = 0;
        int i = 0;
        while (i <= words.size() - n) {
            boolean repeats = counter.increment(hash(words, i, n)) > 1;
            chars += repeats ? chars(words, i, n) : 0;
            i += repeats ? n : 1;
        }
        return chars;
    }

    private static long hash(Spans words, int from, int n) {
        long hash = n;
        for (int i = from; i < from + n; i++) {
            hash = hash * MULTIPLIER + words.hash(i);
        }
        return hash ^ (hash >>> 31);
    }

    private static long chars(Spans words, int from, int n) {
        long chars = 0;
        for (int i = from; i < from + n; i++) {
            chars += words.length(i);
        }
        return chars;
    }
}
