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
    private static final int MAX_ABBREVIATION_LENGTH = 7;
    private static final Set<String> ABBREVIATIONS = Set.of("""
            Adm. Ala. Apr. Ariz. Ark. Aug. Bros. Calif. Co. Colo. Conn. Corp. Dec. Del. Dr. E.G. E.g. Feb. Fla. Ga. Gen. Gov.
            I.E. I.e. Ia. Id. Ill. Inc. Ind. Jan. Jr. Jul. Jun. Kan. Kans. Ky. La. Ltd. Mar. Mass. Messrs. Mich. Minn. Miss.
            Mont. Mr. Mrs. Ms. Neb. Nebr. Nev. Nov. Oct. Okla. Ore. Pa. Ph.D. Prof. Rep. Rev. Sen. Sep. Sept. St. Tenn. Va.
            Wash. Wis. a.m. and/or co. e.g. i.e. p.m. v.s. vs.""".split("\\s+"));

    /** Pairs of marks that are one word, as spaCy's emoticons have it. */
    private static final Set<String> PAIRS = Set.of(
            ":)", "(:", "=)", "(=", ":]", "[:", "[=", "=]", ":}", "8)", ";)", "(;", ":(", "):", "=(", ":/", "=/", "=|",
            ":|", "]=", "=[", ":*", ":>", "''");

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

    /** Adds a word, or a mark to the one that it makes a pair with. */
    private void add(int start, int end) {
        int last = words.size() - 1;
        if (end - start == 1
                && last >= 0
                && words.end(last) == start
                && words.length(last) == 1
                && PAIRS.contains(text.substring(start - 1, end))) {
            words.extendLast(end);
        } else {
            words.add(start, end);
        }
    }

    private void addRun(int from, int to) {
        int start = from;
        for (int next = Affixes.prefixEnd(text, start, to); next > start; next = Affixes.prefixEnd(text, start, to)) {
            add(start, next);
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
            add(suffixStarts[suffixes], suffixes == 0 ? to : suffixStarts[suffixes - 1]);
        }
    }

    private void addSeamed(int from, int to) {
        if (isWebAddress(from, to) || isAbbreviation(from, to)) {
            add(from, to);
            return;
        }
        if (to - from == 6 && text.regionMatches(true, from, "cannot", 0, 6)) {
            add(from, from + 3);
            add(from + 3, to);
            return;
        }
        int start = from;
        for (int i = from + 1; i < to; i++) {
            int seam = Seams.length(text, from, i, to);
            if (seam > 0) {
                if (i > start) {
                    add(start, i);
                }
                add(i, i + seam);
                start = i + seam;
                i = start - 1;
            }
        }
        if (start < to) {
            add(start, to);
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
        if (end - start == 2 && text.charAt(start + 1) == '.') {
            return text.charAt(start) >= 'a' && text.charAt(start) <= 'z';
        }
        return end - start <= MAX_ABBREVIATION_LENGTH
                && (text.charAt(end - 1) == '.' || text.charAt(end - 1) == 'r')
                && ABBREVIATIONS.contains(text.substring(start, end));
    }
}
