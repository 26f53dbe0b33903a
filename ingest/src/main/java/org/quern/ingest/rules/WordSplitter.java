package org.quern.ingest.rules;

import java.util.Arrays;
import java.util.Set;

/**
 * Splits English text into words and punctuation marks, close to spaCy's rule-based English tokenizer, which datatrove's
 * rules count with.
 *
 * <p>Runs between white space are peeled by {@link Affixes}: from the front quotes, brackets and marks, one token each;
 * from the back the same, clitics ({@code 's 'll n't}) and a final full stop, except after a known abbreviation, a single
 * capital or an initialism. What is left is split at the seams of {@link Seams}; web addresses stay whole. Cost: linear.
 */
final class WordSplitter {
    private static final int MAX_ABBREVIATION_LENGTH = 6;
    private static final Set<String> ABBREVIATIONS = Set.of(
            "Adm.", "Bros.", "co.", "Co.", "Corp.", "Dr.", "e.g.", "i.e.", "Gen.", "Gov.", "Inc.", "Jr.", "Ltd.",
            "Messrs.", "Mr.", "Mrs.", "Ms.", "p.m.", "a.m.", "Ph.D.", "Prof.", "Rep.", "Rev.", "Sen.", "St.", "vs.",
            "v.s.", "Jan.", "Feb.", "Mar.", "Apr.", "Jun.", "Jul.", "Aug.", "Sep.", "Sept.", "Oct.", "Nov.", "Dec.");

    private final String text;
    private final Spans words;
    private int[] suffixStarts = new int[16];

    private WordSplitter(String text) {
        this.text = text;
        this.words = new Spans(text);
    }

    static Spans split(String text) {
        WordSplitter splitter = new WordSplitter(text);
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || Punctuation.isSpace(text.charAt(i))) {
                if (i > start) {
                    splitter.addRun(start, i);
                }
                start = i + 1;
            }
        }
        return splitter.words;
    }

    private void addRun(int from, int to) {
        int start = from;
        for (int next = Affixes.prefixEnd(text, start, to); next > start; next = Affixes.prefixEnd(text, start, to)) {
            words.add(start, next);
            start = next;
        }
        int suffixes = 0;
        int end = to;
        while (end > start && !isAbbreviation(start, end)) {
            int next = Affixes.suffixStart(text, start, end);
            if (next == end) {
                break;
            }
            if (suffixes == suffixStarts.length) {
                suffixStarts = Arrays.copyOf(suffixStarts, 2 * suffixes);
            }
            suffixStarts[suffixes++] = next;
            end = next;
        }
        if (end > start) {
            addSeamed(start, end);
        }
        while (suffixes-- > 0) {
            words.add(suffixStarts[suffixes], suffixes == 0 ? to : suffixStarts[suffixes - 1]);
        }
    }

    private void addSeamed(int from, int to) {
        if (isWebAddress(from, to)) {
            words.add(from, to);
            return;
        }
        int start = from;
        for (int i = from + 1; i < to; i++) {
            int seam = Seams.length(text, from, i, to);
            if (seam > 0) {
                if (i > start) {
                    words.add(start, i);
                }
                words.add(i, i + seam);
                start = i + seam;
                i = start - 1;
            }
        }
        if (start < to) {
            words.add(start, to);
        }
    }

    private boolean isWebAddress(int start, int end) {
        if (text.startsWith("www.", start)) {
            return end - start > 8;
        }
        int scheme = start;
        while (scheme < end && Character.isLetter(text.charAt(scheme))) {
            scheme++;
        }
        return scheme > start && text.startsWith("://", scheme);
    }

    private boolean isAbbreviation(int start, int end) {
        return text.charAt(end - 1) == '.'
                && end - start <= MAX_ABBREVIATION_LENGTH + 1
                && ABBREVIATIONS.contains(text.substring(start, end));
    }
}
