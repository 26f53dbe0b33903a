package org.quern.mixing;

/**
 * How much a text is worth training on, from 0 to 1, by features anyone can check.
 *
 * <p>{@code quality = mean of the domain's signals x (1 - duplicateLines) x (1 - min(1, 20 x boilerplate))}, rounded to four
 * decimals; 0 for a text without words. A signal is a ramp from 0 to 1:
 *
 * <ul>
 *   <li>every domain: length, from 20 to 200 words;
 *   <li>prose, knowledge, web and any other: letters among the signs from 0.6 to 0.9; English stop words from 0.1 to 0.35 (left
 *       out for other languages); words per sentence, best from 8 to 30;
 *   <li>mathematics: the same with letters from 0.4 to 0.75 and stop words from 0.05 to 0.25, sentences up to 60 words, and formulas from
 *       0 to 0.05 per word. So symbols cost it nothing;
 *   <li>code: comments, best from 0.1 to 0.5 of the lines; letters from 0.4 to 0.7; mean line length, best from 15 to 80.
 * </ul>
 */
final class QualityScore {
    private static final double BOILERPLATE_WEIGHT = 20;

    private QualityScore() {}

    /**
     * Scores a text.
     *
     * @param language ISO 639-3, as in the document
     */
    static double of(TextFeatures text, String domain, String language) {
        if (text.words() == 0) {
            return 0;
        }
        double mean =
                switch (domain) {
                    case Domains.CODE -> code(text);
                    case Domains.MATHEMATICS -> mathematics(text, language);
                    default -> prose(text, language);
                };
        double quality =
                mean * (1 - text.duplicateLines()) * (1 - Math.min(1, BOILERPLATE_WEIGHT * text.boilerplate()));
        return Math.round(quality * 1e4) / 1e4;
    }

    private static double prose(TextFeatures text, String language) {
        double letters = ramp(text.letters(), 0.6, 0.9);
        double sentences = plateau(text.sentenceWords(), 2, 8, 30, 100);
        if (!language.equals("eng")) {
            return mean(length(text), letters, sentences);
        }
        return mean(length(text), letters, sentences, ramp(text.stopWords(), 0.1, 0.35));
    }

    private static double mathematics(TextFeatures text, String language) {
        double letters = ramp(text.letters(), 0.4, 0.75);
        double sentences = plateau(text.sentenceWords(), 2, 8, 60, 200);
        double formulas = ramp(text.formulas(), 0, 0.05);
        if (!language.equals("eng")) {
            return mean(length(text), letters, sentences, formulas);
        }
        return mean(length(text), letters, sentences, formulas, ramp(text.stopWords(), 0.05, 0.25));
    }

    private static double code(TextFeatures text) {
        double comments = plateau(text.comments(), 0, 0.1, 0.5, 0.9);
        double letters = ramp(text.letters(), 0.4, 0.7);
        double lines = plateau(text.lineChars(), 4, 15, 80, 160);
        return mean(length(text), comments, letters, lines);
    }

    private static double length(TextFeatures text) {
        return ramp(text.words(), 20, 200);
    }

    /** 0 up to {@code low}, 1 from {@code high} on, straight between. */
    private static double ramp(double value, double low, double high) {
        return Math.max(0, Math.min(1, (value - low) / (high - low)));
    }

    /** Rises from {@code low} to {@code from}, 1 up to {@code to}, falls to 0 at {@code high}. */
    private static double plateau(double value, double low, double from, double to, double high) {
        return Math.min(ramp(value, low, from), 1 - ramp(value, to, high));
    }

    private static double mean(double... signals) {
        double sum = 0;
        for (double signal : signals) {
            sum += signal;
        }
        return sum / signals.length;
    }
}
