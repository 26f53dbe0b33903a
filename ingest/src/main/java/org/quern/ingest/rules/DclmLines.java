package org.quern.ingest.rules;

import java.util.regex.Pattern;

/**
 * DCLM's corrections of lines (Li et al. 2024, arXiv 2406.11794; after RefinedWeb's, arXiv 2306.01116, G.2), as its
 * published configuration has them: lines are cut out that are mostly capitals, a counter such as {@code 5.2K likes},
 * or one word, which digits alone are too; of lines of at most {@value #MAX_WORDS_AROUND_PHRASE} words, {@code items in cart}
 * anywhere, {@code Read more...} at the end and {@code Sign-in} at the beginning. A text that loses more than a twentieth
 * of its words is dropped.
 *
 * <p>Words are what blanks part, where DCLM asks a tokenizer. Of blank lines one after the other, one stays.
 */
final class DclmLines implements Rule {
    static final double MAX_CAPITAL_RATIO = 0.5;
    static final int MIN_WORDS = 2;
    static final int MAX_WORDS_AROUND_PHRASE = 10;
    static final double MAX_REMOVED_WORD_RATIO = 0.05;
    private static final int MAX_COUNTER_LENGTH = 60;
    private static final Pattern COUNTER = Pattern.compile(
            "\\W*+\\d[\\d,.]*+[KkMmBb]?\\s++"
                    + "(likes|shares|comments|retweets|reposts|quotes|bookmarks|upvotes|downvotes|downloads|views|followers)\\W*+");

    @Override
    public Verdict judge(MeasuredText measured) {
        Spans lines = measured.lines();
        StringBuilder kept = new StringBuilder(measured.chars().length);
        long words = 0;
        long keptWords = 0;
        boolean afterBlank = true;
        for (int i = 0; i < lines.size(); i++) {
            String line = measured.text().substring(lines.start(i), lines.end(i));
            int before = words(line);
            String corrected = corrected(line, before);
            words += before;
            keptWords += words(corrected);
            if (corrected.isBlank() && (afterBlank || before > 0)) {
                continue;
            }
            afterBlank = corrected.isBlank();
            kept.append(corrected).append('\n');
        }
        double removed = words == 0 ? 0 : (double) (words - keptWords) / words;
        return removed > MAX_REMOVED_WORD_RATIO
                ? Verdict.drop("dclm.removed_words", removed)
                : Verdict.keepEdited(kept.toString().strip());
    }

    /** The line without what is no prose of it; empty if nothing is left. */
    private static String corrected(String line, int words) {
        if (words < MIN_WORDS || isMostlyCapitals(line) || isCounter(line)) {
            return "";
        }
        if (words > MAX_WORDS_AROUND_PHRASE) {
            return line;
        }
        String rest = line.replace("items in cart", "");
        rest = rest.endsWith("Read more...") ? rest.substring(0, rest.length() - "Read more...".length()) : rest;
        return (rest.startsWith("Sign-in") ? rest.substring("Sign-in".length()) : rest).strip();
    }

    private static boolean isMostlyCapitals(String line) {
        return line.chars().filter(Character::isUpperCase).count() > MAX_CAPITAL_RATIO * line.length();
    }

    private static boolean isCounter(String line) {
        return line.length() <= MAX_COUNTER_LENGTH && COUNTER.matcher(line).matches();
    }

    private static int words(String line) {
        int words = 0;
        boolean inWord = false;
        for (int i = 0; i < line.length(); i++) {
            boolean space = Punctuation.isSpace(line.charAt(i));
            words += !space && !inWord ? 1 : 0;
            inWord = !space;
        }
        return words;
    }
}
