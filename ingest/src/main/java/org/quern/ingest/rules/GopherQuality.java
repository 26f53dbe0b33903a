package org.quern.ingest.rules;

import java.util.HashSet;
import java.util.Set;

/**
 * Gopher's quality heuristics (Rae et al. 2021, arXiv 2112.11446, A1.1), as datatrove's {@code GopherQualityFilter}: the
 * number of words and their mean length are over words that are not all punctuation; the ratios of {@code #}, ellipses
 * and alphabetic words are over all words; bullets are {@code •} and {@code -}; stop words are case-sensitive.
 *
 * <p>The paper asks for a mean (not median) word length, as here; Dolma's tagger takes the median.
 */
final class GopherQuality implements Rule {
    static final int MIN_WORDS = 50;
    static final int MAX_WORDS = 100_000;
    static final double MIN_MEAN_WORD_LENGTH = 3;
    static final double MAX_MEAN_WORD_LENGTH = 10;
    static final double MAX_SYMBOLS_PER_WORD = 0.1;
    static final double MAX_BULLET_LINE_RATIO = 0.9;
    static final double MAX_ELLIPSIS_LINE_RATIO = 0.3;
    static final double MIN_ALPHA_WORD_RATIO = 0.8;
    static final int MIN_STOP_WORDS = 2;
    private static final Set<String> ENGLISH_STOP_WORDS =
            Set.of("the", "be", "to", "of", "and", "that", "have", "with");
    private static final int MIN_STOP_WORD_LENGTH = 2;
    private static final int MAX_STOP_WORD_LENGTH = 4;

    private final boolean isEnglish;

    private GopherQuality(boolean isEnglish) {
        this.isEnglish = isEnglish;
    }

    /** The rules as published. */
    static GopherQuality english() {
        return new GopherQuality(true);
    }

    /** The rules that hold in any language with blanks between words: those without stop words. */
    static GopherQuality anyLanguage() {
        return new GopherQuality(false);
    }

    @Override
    public Verdict judge(MeasuredText text) {
        Words words = Words.of(text);
        if (words.spoken < MIN_WORDS || words.spoken > MAX_WORDS) {
            return Verdict.drop("gopher.quality.words", words.spoken);
        }
        double meanLength = (double) words.spokenChars / words.spoken;
        if (meanLength < MIN_MEAN_WORD_LENGTH || meanLength > MAX_MEAN_WORD_LENGTH) {
            return Verdict.drop("gopher.quality.mean_word_length", meanLength);
        }
        Verdict verdict = judgeSymbols(text);
        verdict = verdict.keep() ? judgeLines(text) : verdict;
        if (!verdict.keep()) {
            return verdict;
        }
        double alphaRatio = (double) words.alpha / text.words().size();
        if (alphaRatio < MIN_ALPHA_WORD_RATIO) {
            return Verdict.drop("gopher.quality.alpha_words", alphaRatio);
        }
        return isEnglish && words.stopWords < MIN_STOP_WORDS
                ? Verdict.drop("gopher.quality.stop_words", words.stopWords)
                : Verdict.KEEP;
    }

    private static Verdict judgeSymbols(MeasuredText text) {
        double words = text.words().size();
        double hashes = count(text.text(), "#") / words;
        if (hashes > MAX_SYMBOLS_PER_WORD) {
            return Verdict.drop("gopher.quality.hashes", hashes);
        }
        double ellipses = (count(text.text(), "...") + count(text.text(), "…")) / words;
        return ellipses > MAX_SYMBOLS_PER_WORD ? Verdict.drop("gopher.quality.ellipses", ellipses) : Verdict.KEEP;
    }

    private static Verdict judgeLines(MeasuredText text) {
        Spans lines = text.lines();
        int bullets = 0;
        int ellipses = 0;
        for (int i = 0; i < lines.size(); i++) {
            int start = text.strippedStart(lines.start(i), lines.end(i));
            int end = text.strippedEnd(start, lines.end(i));
            if (start < end) {
                bullets += isBullet(text.chars()[start]) ? 1 : 0;
                ellipses += endsInEllipsis(text.text(), start, end) ? 1 : 0;
            }
        }
        double bulletRatio = (double) bullets / lines.size();
        if (bulletRatio > MAX_BULLET_LINE_RATIO) {
            return Verdict.drop("gopher.quality.bullet_lines", bulletRatio);
        }
        double ellipsisRatio = (double) ellipses / lines.size();
        return ellipsisRatio > MAX_ELLIPSIS_LINE_RATIO
                ? Verdict.drop("gopher.quality.ellipsis_lines", ellipsisRatio)
                : Verdict.KEEP;
    }

    private static boolean isBullet(char c) {
        return c == '•' || c == '-';
    }

    private static boolean endsInEllipsis(String text, int start, int end) {
        return text.charAt(end - 1) == '…' || (end - start >= 3 && text.startsWith("...", end - 3));
    }

    private static int count(String text, String symbol) {
        int count = 0;
        for (int i = text.indexOf(symbol); i >= 0; i = text.indexOf(symbol, i + symbol.length())) {
            count++;
        }
        return count;
    }

    /**
     * The words, counted in one pass.
     *
     * @param spoken those that are not all punctuation
     * @param alpha those with a letter
     * @param stopWords how many of the stop words occur
     */
    private record Words(int spoken, long spokenChars, int alpha, int stopWords) {
        static Words of(MeasuredText text) {
            Spans words = text.words();
            char[] chars = text.chars();
            Set<String> stopWords = new HashSet<>();
            int spoken = 0;
            long spokenChars = 0;
            int alpha = 0;
            for (int i = 0; i < words.size(); i++) {
                int start = words.start(i);
                int end = words.end(i);
                if (!isPunctuation(chars, start, end)) {
                    spoken++;
                    spokenChars += end - start;
                }
                alpha += hasLetter(chars, start, end) ? 1 : 0;
                if (stopWords.size() < MIN_STOP_WORDS && isStopWord(words, i)) {
                    stopWords.add(words.string(i));
                }
            }
            return new Words(spoken, spokenChars, alpha, stopWords.size());
        }

        private static boolean isStopWord(Spans words, int word) {
            int length = words.length(word);
            return length >= MIN_STOP_WORD_LENGTH
                    && length <= MAX_STOP_WORD_LENGTH
                    && ENGLISH_STOP_WORDS.contains(words.string(word));
        }

        private static boolean isPunctuation(char[] text, int start, int end) {
            int i = start;
            while (i < end && Punctuation.isPunctuation(text[i])) {
                i++;
            }
            return i == end;
        }

        private static boolean hasLetter(char[] text, int start, int end) {
            for (int i = start; i < end; i++) {
                if (CharSet.LETTERS.has(text[i])
                        || (Character.isHighSurrogate(text[i])
                                && Character.isLetter(Character.codePointAt(text, i, end)))) {
                    return true;
                }
            }
            return false;
        }
    }
}
