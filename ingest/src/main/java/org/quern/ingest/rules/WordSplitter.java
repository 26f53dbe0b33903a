package org.quern.ingest.rules;

import java.util.Arrays;
import java.util.Set;

/**
 * Splits English text into words and punctuation marks, close to spaCy's rule-based English tokenizer, which datatrove's
 * rules count with.
 *
 * <p>Runs between white space are peeled by {@link Affixes}: from the front quotes, brackets and marks, one token each;
 * from the back the same, clitics ({@code 's 'll n't}) and a final full stop, except after a known abbreviation, a single
 * capital or an initialism. What is left is split at the seams of {@link Seams}; web and mail addresses stay whole. Cost: linear.
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

    private static final CharSet PAIRED = CharSet.of(String.join("", PAIRS));
    private static final int CHARS_PER_WORD = 5;

    private final char[] text;
    private final Spans words;
    private int[] suffixStarts = new int[16];

    private WordSplitter(char[] text) {
        this.text = text;
        this.words = new Spans(text, text.length / CHARS_PER_WORD);
    }

    static Spans split(char[] text) {
        WordSplitter splitter = new WordSplitter(text);
        int i = 0;
        while (i < text.length) {
            i = Punctuation.isSpace(text[i]) ? i + 1 : splitter.addRun(i);
        }
        return splitter.words;
    }

    /** Adds the words of the run that begins at {@code start}; where it ends. Most runs are letters, one word. */
    private int addRun(int start) {
        int end = start;
        while (end < text.length && CharSet.LETTERS.has(text[end])) {
            end++;
        }
        boolean isWord = end == text.length || Punctuation.isSpace(text[end]);
        while (end < text.length && !Punctuation.isSpace(text[end])) {
            end++;
        }
        if (isWord && !isCannot(start, end)) {
            words.add(start, end);
        } else {
            addPeeled(start, end);
        }
        return end;
    }

    /** Adds a word, or a mark to the one that it makes a pair with. */
    private void add(int start, int end) {
        int last = words.size() - 1;
        if (end - start == 1
                && PAIRED.has(text[start])
                && last >= 0
                && words.end(last) == start
                && words.length(last) == 1
                && PAIRS.contains(new String(text, start - 1, 2))) {
            words.extendLast(end);
        } else {
            words.add(start, end);
        }
    }

    private void addPeeled(int from, int to) {
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
        if (isCannot(from, to)) {
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

    private boolean isCannot(int start, int end) {
        return end - start == 6 && "cannot".equalsIgnoreCase(new String(text, start, 6));
    }

    private boolean isWebAddress(int start, int end) {
        if (startsWith("www.", start)) {
            return end - start > 8;
        }
        int scheme = start;
        while (scheme < end && CharSet.LETTERS.has(text[scheme])) {
            scheme++;
        }
        return (scheme > start && startsWith("://", scheme)) || isMailAddress(start, end);
    }

    private boolean isMailAddress(int start, int end) {
        int dot = end - 1;
        while (dot > start && CharSet.LETTERS.has(text[dot])) {
            dot--;
        }
        if (text[dot] != '.' || end - dot < 3) {
            return false;
        }
        int at = dot - 1;
        while (at > start && text[at] != '@') {
            at--;
        }
        return at > start && at < dot - 1;
    }

    private boolean startsWith(String prefix, int at) {
        if (at + prefix.length() > text.length) {
            return false;
        }
        for (int i = 0; i < prefix.length(); i++) {
            if (text[at + i] != prefix.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private boolean isAbbreviation(int start, int end) {
        char last = text[end - 1];
        if (end - start == 2 && last == '.') {
            return text[start] >= 'a' && text[start] <= 'z';
        }
        return end - start <= MAX_ABBREVIATION_LENGTH
                && (last == '.' || (last == 'r' && end - start == 6))
                && ABBREVIATIONS.contains(new String(text, start, end - start));
    }
}
