package org.quern.dedup;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The plain truth: all pairs, sets of strings, union-find. Shares nothing with what it checks. */
final class BruteForce {
    private BruteForce() {}

    /** The highest quality, then the longest text, then the smallest id first. */
    static final Comparator<Corpus.Scored> BEST_FIRST = Comparator.comparingDouble(
                    (Corpus.Scored document) -> -document.quality())
            .thenComparing(document -> -document.text().length())
            .thenComparing(Corpus.Scored::id);

    /** Ids to drop. */
    static Set<String> dropped(List<Corpus.Scored> documents, double minSimilarity) {
        return dropped(documents, minSimilarity, BEST_FIRST);
    }

    /** Ids to drop, where the first in this order stays of each cluster. */
    static Set<String> dropped(
            List<Corpus.Scored> documents, double minSimilarity, Comparator<Corpus.Scored> bestFirst) {
        return dropped(List.of(), documents, minSimilarity, bestFirst, (i, j) -> true);
    }

    /** Ids to drop from a dump where all documents of earlier ones come before its own. */
    static Set<String> dropped(List<Corpus.Scored> earlier, List<Corpus.Scored> dump, double minSimilarity) {
        return dropped(earlier, dump, minSimilarity, BEST_FIRST, (i, j) -> true);
    }

    /**
     * Ids to drop where not all pairs are looked at.
     *
     * @param compared whether two documents, by their places in the list, are compared unless they are copies
     */
    static Set<String> droppedAmong(
            List<Corpus.Scored> documents, double minSimilarity, BiPredicate<Integer, Integer> compared) {
        return dropped(List.of(), documents, minSimilarity, BEST_FIRST, compared);
    }

    private static Set<String> dropped(
            List<Corpus.Scored> earlier,
            List<Corpus.Scored> dump,
            double minSimilarity,
            Comparator<Corpus.Scored> bestFirst,
            BiPredicate<Integer, Integer> compared) {
        List<Corpus.Scored> documents =
                Stream.concat(earlier.stream(), dump.stream()).toList();
        int[] parent = IntStream.range(0, documents.size()).toArray();
        Map<String, Integer> numbers = new HashMap<>();
        int[][] shingles = documents.stream()
                .map(document -> numbered(shingles(document.text()), numbers))
                .toArray(int[][]::new);
        String[] collapsed =
                documents.stream().map(document -> collapsed(document.text())).toArray(String[]::new);
        for (int i = 0; i < parent.length; i++) {
            for (int j = 0; j < i; j++) {
                if (collapsed[i].equals(collapsed[j])
                        || (compared.test(i, j) && jaccard(shingles[i], shingles[j]) >= minSimilarity)) {
                    parent[root(parent, i)] = root(parent, j);
                }
            }
        }
        Set<Integer> known = IntStream.range(0, earlier.size())
                .mapToObj(i -> root(parent, i))
                .collect(Collectors.toSet());
        Map<Integer, Corpus.Scored> best = new HashMap<>();
        for (int i = earlier.size(); i < parent.length; i++) {
            if (!known.contains(root(parent, i))) {
                best.merge(root(parent, i), documents.get(i), BinaryOperator.minBy(bestFirst));
            }
        }
        Set<String> dropped = dump.stream().map(Corpus.Scored::id).collect(Collectors.toCollection(TreeSet::new));
        best.values().forEach(kept -> dropped.remove(kept.id()));
        return dropped;
    }

    static double jaccard(Set<String> a, Set<String> b) {
        long common = a.stream().filter(b::contains).count();
        return common == 0 ? 0 : (double) common / (a.size() + b.size() - common);
    }

    private static int[] numbered(Set<String> shingles, Map<String, Integer> numbers) {
        return shingles.stream()
                .mapToInt(shingle -> numbers.computeIfAbsent(shingle, absent -> numbers.size()))
                .sorted()
                .toArray();
    }

    private static double jaccard(int[] a, int[] b) {
        int common = 0;
        for (int i = 0, j = 0; i < a.length && j < b.length; ) {
            int order = Integer.compare(a[i], b[j]);
            common += order == 0 ? 1 : 0;
            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }
        return common == 0 ? 0 : (double) common / (a.length + b.length - common);
    }

    static Set<String> shingles(String text) {
        List<String> words = Stream.of(text.toLowerCase(Locale.ROOT).split("[^a-z]+", -1))
                .filter(word -> !word.isEmpty())
                .toList();
        return IntStream.rangeClosed(0, words.size() - 5)
                .mapToObj(i -> String.join(" ", words.subList(i, i + 5)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String collapsed(String text) {
        return text.toLowerCase(Locale.ROOT).strip().replaceAll("\\s+", " ");
    }

    private static int root(int[] parent, int i) {
        int root = i;
        while (parent[root] != root) {
            root = parent[root];
        }
        return root;
    }
}
