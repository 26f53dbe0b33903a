package org.quern.mixing;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Cheap facts about a text, counted in one pass over its lines and words.
 *
 * @param words runs of letters and digits
 * @param letters share of letters among the characters that are not white space
 * @param stopWords share of English stop words among the words; 0 for other languages
 * @param sentenceWords words per sentence end ({@code . ! ? 。}), or all words where there is none
 * @param lineChars mean length of lines that are not blank, in characters
 * @param duplicateLines share of characters in lines that occurred before in the text
 * @param boilerplate share of words that sites say about themselves: cookies, subscriptions, rights reserved
 * @param code share of lines that look like program code
 * @param comments share of lines that look like comments of a program
 * @param formulas signs of mathematics per word: TeX commands, relations, operators, Greek letters
 */
record TextFeatures(
        int words,
        double letters,
        double stopWords,
        double sentenceWords,
        double lineChars,
        double duplicateLines,
        double boilerplate,
        double code,
        double comments,
        double formulas) {

    private static final Set<String> STOP_WORDS = Set.of(
            "the", "of", "and", "to", "in", "a", "is", "that", "for", "it", "as", "was", "with", "be", "by", "on",
            "not", "he", "his", "but", "at", "are", "this", "have", "from", "or", "had", "an", "they", "which", "one",
            "you", "were", "all", "her", "she", "there", "would", "their", "we", "him", "been", "has", "when", "who",
            "will");

    private static final Set<String> BOILERPLATE = Set.of(
            "cookie",
            "cookies",
            "subscribe",
            "newsletter",
            "login",
            "logout",
            "signup",
            "copyright",
            "advertisement",
            "advertisements",
            "sponsored",
            "javascript",
            "click",
            "download",
            "privacy",
            "checkout",
            "cart",
            "wishlist",
            "facebook",
            "twitter",
            "instagram",
            "pinterest",
            "linkedin",
            "unsubscribe",
            "sitemap",
            "webmaster");

    static TextFeatures of(String text) {
        Counter counter = new Counter();
        text.lines().forEach(counter::line);
        return counter.features();
    }

    /** What is summed up on the way. */
    private static final class Counter {
        private final Set<String> seenLines = new HashSet<>();
        private int words;
        private int stopWords;
        private int boilerplate;
        private int sentences;
        private int letters;
        private int signs;
        private int formulas;
        private int lines;
        private int lineChars;
        private int duplicateChars;
        private int codeLines;
        private int commentLines;

        void line(String raw) {
            String line = raw.strip();
            if (line.isEmpty()) {
                return;
            }
            lines++;
            lineChars += line.length();
            if (!seenLines.add(line)) {
                duplicateChars += line.length();
            }
            if (isComment(line)) {
                commentLines++;
            } else if (isCode(line)) {
                codeLines++;
            }
            characters(line);
        }

        private void characters(String line) {
            int wordStart = -1;
            for (int i = 0; i <= line.length(); i++) {
                char c = i < line.length() ? line.charAt(i) : ' ';
                boolean letter = Character.isLetter(c);
                if (letter || Character.isDigit(c)) {
                    wordStart = wordStart < 0 ? i : wordStart;
                } else if (wordStart >= 0) {
                    word(line, wordStart, i);
                    wordStart = -1;
                }
                letters += letter ? 1 : 0;
                signs += Character.isWhitespace(c) ? 0 : 1;
                sentences += isSentenceEnd(line, i) ? 1 : 0;
                formulas += isFormula(line, i) ? 1 : 0;
            }
        }

        private void word(String line, int start, int end) {
            words++;
            if (end - start <= 14) {
                String word = line.substring(start, end).toLowerCase(Locale.ROOT);
                stopWords += STOP_WORDS.contains(word) ? 1 : 0;
                boilerplate += BOILERPLATE.contains(word) ? 1 : 0;
            }
        }

        private TextFeatures features() {
            return new TextFeatures(
                    words,
                    share(letters, signs),
                    share(stopWords, words),
                    (double) words / Math.max(1, sentences),
                    share(lineChars, lines),
                    share(duplicateChars, lineChars),
                    share(boilerplate, words),
                    share(codeLines, lines),
                    share(commentLines, lines),
                    share(formulas, words));
        }

        private static double share(int part, int whole) {
            return whole == 0 ? 0 : (double) part / whole;
        }
    }

    private static boolean isSentenceEnd(String line, int i) {
        if (i >= line.length()) {
            return false;
        }
        char c = line.charAt(i);
        boolean closes = i + 1 == line.length() || !Character.isLetterOrDigit(line.charAt(i + 1));
        return c == '。' || ((c == '.' || c == '!' || c == '?') && closes);
    }

    /** A TeX command, a relation or operator beyond ASCII, a Greek letter, or {@code =} and {@code ^} between operands. */
    private static boolean isFormula(String line, int i) {
        if (i + 1 >= line.length()) {
            return false;
        }
        char c = line.charAt(i);
        return switch (c) {
            case '\\' -> Character.isLetter(line.charAt(i + 1));
            case '=', '^' -> i > 0 && line.charAt(i + 1) != '=' && line.charAt(i - 1) != '=';
            case '±', '×', '÷' -> true;
            default -> (c >= '\u0391' && c <= '\u03C9') || (c >= '\u2190' && c <= '\u22FF');
        };
    }

    private static boolean isComment(String line) {
        return line.startsWith("//")
                || line.startsWith("/*")
                || line.startsWith("* ")
                || line.equals("*")
                || line.startsWith("*/")
                || (line.startsWith("# ") && !line.endsWith("."));
    }

    private static boolean isCode(String line) {
        char last = line.charAt(line.length() - 1);
        return last == ';'
                || last == '{'
                || last == '}'
                || line.startsWith("@")
                || line.startsWith("def ")
                || line.startsWith("return ")
                || (last == ')' && line.indexOf('(') > 0 && line.indexOf(' ') < 0);
    }
}
