package org.quern.dedup;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The word n-grams of evaluation items, to look for in documents. Words are {@link Tokens} without the marks between them, so
 * that case, white space and punctuation do not count, but digits do.
 */
final class NGramIndex {
    private static final long BASE = 0x1A73C5E90B4D2F87L;

    private final List<EvaluationItem> items;
    /** Of the n-grams, in words, ascending. */
    private final int[] lengths;
    /** Ascending; one that several items have stands here for each. */
    private final long[] hashes;
    /** The index of each hash's item. */
    private final int[] owners;

    private NGramIndex(List<EvaluationItem> items, int[] lengths, long[] hashes, int[] owners) {
        this.items = items;
        this.lengths = lengths;
        this.hashes = hashes;
        this.owners = owners;
    }

    /** Collects the n-grams of items. */
    static final class Builder {
        private final int words;
        private final int minWords;
        private final Map<EvaluationItem, Integer> indexes = new HashMap<>();
        private final List<EvaluationItem> items = new ArrayList<>();
        private final Set<Integer> lengths = new TreeSet<>();
        private final Set<Entry> entries = new HashSet<>();

        private record Entry(long hash, int owner) {}

        /**
         * Begins with none.
         *
         * @param words of an n-gram
         * @param minWords of a shorter text that is taken whole
         */
        Builder(int words, int minWords) {
            this.words = words;
            this.minWords = minWords;
        }

        /** Adds a text of an item. */
        void add(EvaluationItem item, String text) {
            int length = Math.min(words, count(text));
            if (length < minWords) {
                return;
            }
            int owner = indexes.computeIfAbsent(item, unused -> {
                items.add(item);
                return items.size() - 1;
            });
            lengths.add(length);
            Tokens tokens = new Tokens(text);
            RollingHash rolling = new RollingHash(length, BASE);
            for (int word = 1; nextWord(tokens); word++) {
                long hash = rolling.roll(tokens.hash());
                if (word >= length) {
                    entries.add(new Entry(ofLength(hash, length), owner));
                }
            }
        }

        NGramIndex build() {
            List<Entry> sorted = new ArrayList<>(entries);
            sorted.sort((a, b) -> a.hash == b.hash ? Integer.compare(a.owner, b.owner) : Long.compare(a.hash, b.hash));
            return new NGramIndex(
                    List.copyOf(items),
                    lengths.stream().mapToInt(Integer::intValue).toArray(),
                    sorted.stream().mapToLong(Entry::hash).toArray(),
                    sorted.stream().mapToInt(Entry::owner).toArray());
        }

        private static int count(String text) {
            Tokens tokens = new Tokens(text);
            int count = 0;
            while (nextWord(tokens)) {
                count++;
            }
            return count;
        }
    }

    /**
     * Words in a row that a text shares with an item.
     *
     * @param begin of the first, in code points
     * @param end of the last, in code points, exclusive
     */
    record Match(EvaluationItem item, int begin, int end, int words) {}

    /** All that a text shares with items, by where it ends; of n-grams that overlap or touch, one match. */
    List<Match> matches(String text) {
        return hashes.length == 0 ? List.of() : new Search(this).matches(text);
    }

    private static boolean nextWord(Tokens tokens) {
        while (tokens.next()) {
            if (tokens.isWord()) {
                return true;
            }
        }
        return false;
    }

    private static long ofLength(long hash, int length) {
        return Mix64.mix(hash + length);
    }

    /** The first entry of this hash, or a negative number. */
    private int first(long hash) {
        int found = Arrays.binarySearch(hashes, hash);
        while (found > 0 && hashes[found - 1] == hash) {
            found--;
        }
        return found;
    }

    /** One pass over a text. */
    private static final class Search {
        private final NGramIndex index;
        private final RollingHash[] rolling;
        private final int[] begins;
        private final Map<Integer, Run> open = new HashMap<>();
        private final List<Match> matches = new ArrayList<>();

        /** Words from the first to the last, and where these begin and end. */
        private record Run(int firstWord, int lastWord, int begin, int end) {
            Run with(Run later) {
                boolean longer = later.firstWord < firstWord;
                return new Run(
                        longer ? later.firstWord : firstWord, later.lastWord, longer ? later.begin : begin, later.end);
            }
        }

        Search(NGramIndex index) {
            this.index = index;
            this.rolling = Arrays.stream(index.lengths)
                    .mapToObj(length -> new RollingHash(length, BASE))
                    .toArray(RollingHash[]::new);
            this.begins = new int[index.lengths[index.lengths.length - 1]];
        }

        List<Match> matches(String text) {
            Tokens tokens = new Tokens(text);
            for (int word = 0; nextWord(tokens); word++) {
                begins[word % begins.length] = tokens.beginPoint();
                for (int i = 0; i < rolling.length; i++) {
                    long hash = rolling[i].roll(tokens.hash());
                    if (word + 1 >= index.lengths[i]) {
                        look(ofLength(hash, index.lengths[i]), index.lengths[i], word, tokens.endPoint());
                    }
                }
            }
            open.forEach(this::close);
            matches.sort(Comparator.comparingInt(Match::end)
                    .thenComparing(match -> match.item().set())
                    .thenComparingLong(match -> match.item().line()));
            return matches;
        }

        private void look(long hash, int length, int word, int end) {
            int first = word - length + 1;
            Run run = new Run(first, word, begins[first % begins.length], end);
            for (int i = index.first(hash); i >= 0 && i < index.hashes.length && index.hashes[i] == hash; i++) {
                take(index.owners[i], run);
            }
        }

        private void take(int owner, Run run) {
            Run before = open.get(owner);
            boolean goesOn = before != null && run.firstWord <= before.lastWord + 1;
            if (before != null && !goesOn) {
                close(owner, before);
            }
            open.put(owner, before != null && goesOn ? before.with(run) : run);
        }

        private void close(int owner, Run run) {
            matches.add(new Match(index.items.get(owner), run.begin, run.end, run.lastWord - run.firstWord + 1));
        }
    }
}
