package org.quern.tokenizer;

import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How much of the vocabulary a text uses.
 *
 * @param size of the vocabulary
 * @param used tokens that occur
 * @param rare of these, those that occur fewer than {@value #RARE} times
 * @param coverage share of the text that its most frequent tokens make up, by how many they are: 1, 2, 5, 10, and so on
 *     to all that occur
 */
public record VocabularyUse(int size, int used, int rare, SortedMap<Integer, Double> coverage) {

    private static final int RARE = 10;

    /**
     * The use that counts show.
     *
     * @param counts how often each token occurs, by id
     */
    static VocabularyUse of(int size, long[] counts) {
        long[] occurring =
                Arrays.stream(counts).filter(count -> count > 0).sorted().toArray();
        long total = Arrays.stream(occurring).sum();
        SortedMap<Integer, Double> coverage = new TreeMap<>();
        long covered = 0;
        int next = 1;
        for (int rank = 1; rank <= occurring.length; rank++) {
            covered += occurring[occurring.length - rank];
            if (rank == next || rank == occurring.length) {
                coverage.put(rank, (double) covered / total);
                next = rank == next ? afterInSeries(next) : next;
            }
        }
        int rare =
                (int) Arrays.stream(occurring).takeWhile(count -> count < RARE).count();
        return new VocabularyUse(size, occurring.length, rare, coverage);
    }

    /** 2 after 1, 5 after 2, 10 after 5, 20 after 10. */
    private static int afterInSeries(int number) {
        return Integer.toString(number).startsWith("2") ? number / 2 * 5 : 2 * number;
    }
}
