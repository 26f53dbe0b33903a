package org.quern.tokenizer;

import java.util.Arrays;

/**
 * What one merge changes: each pair of a neighbour and a merged token takes the place of one with a part of it. Summed by
 * neighbour first, because the table of all pairs is far larger than a processor's cache. Not thread-safe.
 */
final class MergeChanges {

    private static final int NONE = -1;

    private final int vocabSize;
    /** By neighbour: its number in this merge, or {@link #NONE}; those on the left first. */
    private final int[] numbers;

    private int[] neighbours = new int[1 << 8];
    private long[] counts = new long[1 << 8];
    private int[] lastWords = new int[1 << 8];
    /** How many words have the neighbour; then where the next of them is put. */
    private int[] words = new int[1 << 8];

    private int size;

    /** A neighbour's number and a word that has it, one after the other. */
    private int[] places = new int[1 << 10];

    private int numPlaces;

    /** For merges of tokens below this number. */
    MergeChanges(int vocabSize) {
        this.vocabSize = vocabSize;
        this.numbers = new int[2 * vocabSize];
        Arrays.fill(numbers, NONE);
    }

    /** A word, which counts so much, has this token to the left of what was merged. */
    void left(int token, long count, int word) {
        add(token, count, word);
    }

    /** A word, which counts so much, has this token to the right of what was merged. */
    void right(int token, long count, int word) {
        add(vocabSize + token, count, word);
    }

    private void add(int neighbour, long count, int word) {
        int number = numbers[neighbour] == NONE ? number(neighbour) : numbers[neighbour];
        counts[number] += count;
        if (lastWords[number] == word) {
            return;
        }
        lastWords[number] = word;
        words[number]++;
        if (numPlaces == places.length) {
            places = Arrays.copyOf(places, WordCounts.grown(places.length, numPlaces + 2L));
        }
        places[numPlaces] = number;
        places[numPlaces + 1] = word;
        numPlaces += 2;
    }

    private int number(int neighbour) {
        if (size == neighbours.length) {
            neighbours = Arrays.copyOf(neighbours, 2 * size);
            counts = Arrays.copyOf(counts, 2 * size);
            lastWords = Arrays.copyOf(lastWords, 2 * size);
            words = Arrays.copyOf(words, 2 * size);
        }
        numbers[neighbour] = size;
        neighbours[size] = neighbour;
        counts[size] = 0;
        lastWords[size] = NONE;
        words[size] = 0;
        return size++;
    }

    /** Brings the merge's changes into the counts, and its new pairs that occur often enough into the queue. */
    void apply(Merge merge, long minCount, PairCounts pairs, MergeQueue queue) {
        for (int i = 0; i < size; i++) {
            pairs.subtract(oldPair(i, merge), counts[i]);
        }
        if (numbers[merge.merged()] != NONE) {
            // Two merged tokens side by side: the left one was noted beside a part of what became the right one.
            counts[numbers[vocabSize + merge.left()]] -= counts[numbers[merge.merged()]];
        }
        for (int i = 0; i < size; i++) {
            numbers[neighbours[i]] = NONE;
            if (counts[i] >= minCount) {
                pairs.put(newPair(i, merge), counts[i]);
                words[i] = queue.add(newPair(i, merge), counts[i], words[i]);
            } else {
                words[i] = NONE;
            }
        }
        for (int i = 0; i < numPlaces; i += 2) {
            int number = places[i];
            if (words[number] != NONE) {
                queue.setWord(words[number]++, places[i + 1]);
            }
        }
        size = 0;
        numPlaces = 0;
    }

    private long oldPair(int number, Merge merge) {
        int neighbour = neighbours[number];
        return neighbour < vocabSize
                ? MergeTable.pair(neighbour, merge.left())
                : MergeTable.pair(merge.right(), neighbour - vocabSize);
    }

    private long newPair(int number, Merge merge) {
        int neighbour = neighbours[number];
        return neighbour < vocabSize
                ? MergeTable.pair(neighbour, merge.merged())
                : MergeTable.pair(merge.merged(), neighbour - vocabSize);
    }
}
