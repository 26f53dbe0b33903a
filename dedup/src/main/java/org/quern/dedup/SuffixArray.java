package org.quern.dedup;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@link Substrings} finds, found on one machine by a suffix array of all tokens, sorted by prefix doubling (Manber and
 * Myers 1993) as deep as a window is long. It shares no code with what it is compared with, and compares tokens, not hashes.
 */
final class SuffixArray {
    /** A letter of Thai, Lao, Myanmar, Khmer, a kana or an ideograph. */
    private static final String UNSPACED =
            "[\\x{E00}-\\x{EFF}\\x{1000}-\\x{109F}\\x{1780}-\\x{17FF}\\x{3040}-\\x{30FF}\\p{IsIdeographic}&&\\p{L}]";

    private static final String LETTER = "(?!" + UNSPACED + ")[\\p{L}\\p{Nd}]";

    /** A word, or another visible character with its marks. */
    private static final Pattern TOKEN =
            Pattern.compile(LETTER + "(?:" + LETTER + "|\\p{M})*|[^\\p{javaWhitespace}\\p{Z}]\\p{M}*");

    private final int[] symbols;
    private final int[] documents;
    private final int[] begins;
    private final int[] ends;
    private int size;
    private int numSymbols;

    private SuffixArray(int capacity) {
        symbols = new int[capacity];
        documents = new int[capacity];
        begins = new int[capacity];
        ends = new int[capacity];
    }

    /** Reads texts in the order in which they keep what they have in common. */
    static SuffixArray read(List<String> texts) {
        SuffixArray array = new SuffixArray(
                texts.stream().mapToInt(text -> text.length() + 1).sum());
        Map<String, Integer> vocabulary = new HashMap<>();
        for (int document = 0; document < texts.size(); document++) {
            array.add(document, texts.get(document), vocabulary);
        }
        return array;
    }

    /** The tokens, then an end that equals no other token. */
    private void add(int document, String text, Map<String, Integer> vocabulary) {
        int point = 0;
        int unit = 0;
        Matcher matcher = TOKEN.matcher(text);
        while (matcher.find()) {
            point += text.codePointCount(unit, matcher.start());
            unit = matcher.start();
            String token = matcher.group();
            int points = token.codePointCount(0, token.length());
            add(document, vocabulary.computeIfAbsent(lower(token), absent -> numSymbols++), point, point + points);
        }
        add(document, numSymbols++, point, point);
    }

    private void add(int document, int symbol, int begin, int end) {
        symbols[size] = symbol;
        documents[size] = document;
        begins[size] = begin;
        ends[size] = end;
        size++;
    }

    private static String lower(String token) {
        return token.codePoints()
                .map(Character::toLowerCase)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** The spans of each document, by the windows of so many tokens that an earlier one has, too. */
    List<List<CutText.Span>> spans(int window) {
        List<List<CutText.Span>> spans = new ArrayList<>();
        for (int i = 0; i <= documents[size - 1]; i++) {
            spans.add(new ArrayList<>());
        }
        int[] firsts = firsts(window);
        for (int i = 0; i < size; i++) {
            int from = i;
            while (firsts[i] >= 0 && i + 1 < size && firsts[i + 1] == firsts[i] + 1) {
                i++;
            }
            if (firsts[from] >= 0) {
                int last = i + window - 1;
                spans.get(documents[from])
                        .add(new CutText.Span(
                                begins[from],
                                ends[last],
                                last + 1 - from,
                                documents[firsts[from]],
                                begins[firsts[from]]));
            }
        }
        return spans;
    }

    /** For each window the first place of its like if that is in an earlier document, else -1. */
    private int[] firsts(int window) {
        int[] sorted = sorted(window);
        int[] firsts = new int[size];
        Arrays.fill(firsts, -1);
        for (int from = 0, to; from < size; from = to) {
            int first = sorted[from];
            for (to = from + 1; to < size && equal(sorted[from], sorted[to], window); to++) {
                first = Math.min(first, sorted[to]);
            }
            for (int i = from; i < to; i++) {
                firsts[sorted[i]] = documents[first] < documents[sorted[i]] ? first : -1;
            }
        }
        return firsts;
    }

    private boolean equal(int a, int b, int window) {
        return Arrays.equals(symbols, a, Math.min(a + window, size), symbols, b, Math.min(b + window, size));
    }

    /** The places in the order of at least their first {@code depth} tokens. */
    private int[] sorted(int depth) {
        int[] ranks = Arrays.copyOf(symbols, size);
        int[] places = new int[size];
        Arrays.setAll(places, i -> i);
        int[] sorted = byRank(places, ranks, numSymbols);
        for (int length = 1; length < depth; length *= 2) {
            sorted = byRank(shifted(sorted, length), ranks, Math.max(size, numSymbols));
            ranks = ranks(sorted, ranks, length);
        }
        return sorted;
    }

    /** A stable counting sort. */
    private int[] byRank(int[] places, int[] ranks, int numRanks) {
        int[] slots = new int[numRanks + 1];
        for (int rank : ranks) {
            slots[rank + 1]++;
        }
        Arrays.parallelPrefix(slots, Integer::sum);
        int[] sorted = new int[size];
        for (int place : places) {
            sorted[slots[ranks[place]]++] = place;
        }
        return sorted;
    }

    /** The places in the order of what stands {@code length} tokens later. */
    private int[] shifted(int[] sorted, int length) {
        int[] shifted = new int[size];
        int next = 0;
        for (int place = size - length; place < size; place++) {
            if (place >= 0) {
                shifted[next++] = place;
            }
        }
        for (int place : sorted) {
            if (place >= length) {
                shifted[next++] = place - length;
            }
        }
        return shifted;
    }

    private int[] ranks(int[] sorted, int[] ranks, int length) {
        int[] longer = new int[size];
        for (int i = 1; i < size; i++) {
            boolean same = ranks[sorted[i]] == ranks[sorted[i - 1]]
                    && rank(ranks, sorted[i] + length) == rank(ranks, sorted[i - 1] + length);
            longer[sorted[i]] = longer[sorted[i - 1]] + (same ? 0 : 1);
        }
        return longer;
    }

    private static int rank(int[] ranks, int place) {
        return place < ranks.length ? ranks[place] : -1;
    }
}
