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
    private static final List<Limit> TOP = List.of(new Limit(2, 0.20), new Limit(3, 0.18), new Limit(4, 0.16));
    private static final List<Limit> REPEATED = List.of(
            new Limit(5, 0.15),
            new Limit(6, 0.14),
            new Limit(7, 0.13),
            new Limit(8, 0.12),
            new Limit(9, 0.11),
            new Limit(10, 0.10));

    /** N-grams of {@code n} words, ever longer, may make up at most {@code maxRatio} of the characters. */
    private record Limit(int n, double maxRatio) {}

    @Override
    public Verdict judge(MeasuredText measured) {
        String text = measured.text();
        if (text.isEmpty()) {
            return Verdict.drop("gopher.repetition.empty", 0);
        }
        Verdict verdict = judgePieces("paragraph", measured.paragraphs(), text.length());
        verdict = verdict.keep() ? judgePieces("line", measured.splitAtNewlines(1), text.length()) : verdict;
        return verdict.keep() ? judgeNGrams(measured) : verdict;
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

    private static Verdict judgeNGrams(MeasuredText text) {
        double textLength = text.text().length();
        NGrams nGrams = new NGrams(text.words());
        for (Limit limit : TOP) {
            nGrams.lengthen(limit.n);
            double ratio = nGrams.topChars() / textLength;
            if (ratio > limit.maxRatio) {
                return Verdict.drop("gopher.repetition.top_" + limit.n + "_gram", ratio);
            }
        }
        for (Limit limit : REPEATED) {
            nGrams.lengthen(limit.n);
            double ratio = nGrams.repeatedChars() / textLength;
            if (ratio > limit.maxRatio) {
                return Verdict.drop("gopher.repetition.duplicate_" + limit.n + "_grams", ratio);
            }
        }
        return Verdict.KEEP;
    }
}
