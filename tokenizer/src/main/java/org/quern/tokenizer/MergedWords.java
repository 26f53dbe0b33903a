package org.quern.tokenizer;

import java.util.Arrays;

/**
 * The distinct words of a corpus as tokens, while merges are learnt. A word is its place in one array, where its count
 * (two cells), its length and its tokens are; there it stays and shrinks. Not thread-safe.
 */
final class MergedWords {

    private static final int LENGTH = 2;
    private static final int TOKENS = 3;
    private static final int BYTE_PAIRS = 1 << (2 * Byte.SIZE);

    private final int firstByteId;
    private final int[] cells;

    /**
     * The words' bytes.
     *
     * @param byteIds their tokens, which are 256 ids in a row
     */
    MergedWords(WordCounts words, int[] byteIds) {
        firstByteId = Arrays.stream(byteIds).min().orElseThrow();
        cells = new int[WordCounts.length(words.numBytes() + (long) TOKENS * words.size())];
        int place = 0;
        for (int word = words.first(); word < words.end(); word = words.after(word)) {
            cells[place] = (int) (words.count(word) >>> Integer.SIZE);
            cells[place + 1] = (int) words.count(word);
            cells[place + LENGTH] = words.length(word);
            place += TOKENS;
            for (int i = 0; i < words.length(word); i++) {
                cells[place++] = byteIds[words.byteAt(word, i) & 0xFF];
            }
        }
    }

    /** Puts the pairs of neighbours that occur often enough into the counts and the queue, before the first merge. */
    void addPairs(long minCount, PairCounts pairs, MergeQueue queue) {
        long[] counts = new long[BYTE_PAIRS];
        // How many words have the pair; then where the next of them is put.
        int[] places = new int[BYTE_PAIRS];
        count(counts, places);
        for (int pair = 0; pair < BYTE_PAIRS; pair++) {
            if (counts[pair] >= minCount) {
                long ids = MergeTable.pair(firstByteId + (pair >>> Byte.SIZE), firstByteId + (pair & 0xFF));
                pairs.put(ids, counts[pair]);
                places[pair] = queue.add(ids, counts[pair], places[pair]);
            } else {
                places[pair] = -1;
            }
        }
        place(places, queue);
    }

    private void count(long[] counts, int[] numWords) {
        int[] lastWords = new int[BYTE_PAIRS];
        Arrays.fill(lastWords, -1);
        for (int word = 0; word < cells.length; word = end(word)) {
            long count = count(word);
            for (int i = word + TOKENS + 1; i < end(word); i++) {
                int pair = bytePair(i);
                counts[pair] += count;
                numWords[pair] += lastWords[pair] == word ? 0 : 1;
                lastWords[pair] = word;
            }
        }
    }

    private void place(int[] places, MergeQueue queue) {
        int[] lastWords = new int[BYTE_PAIRS];
        Arrays.fill(lastWords, -1);
        for (int word = 0; word < cells.length; word = end(word)) {
            for (int i = word + TOKENS + 1; i < end(word); i++) {
                int pair = bytePair(i);
                if (places[pair] >= 0 && lastWords[pair] != word) {
                    queue.setWord(places[pair]++, word);
                }
                lastWords[pair] = word;
            }
        }
    }

    private int bytePair(int second) {
        return ((cells[second - 1] - firstByteId) << Byte.SIZE) | (cells[second] - firstByteId);
    }

    /** Merges a pair wherever a word has it, from the left, and notes what its neighbours are. */
    void merge(int word, Merge merge, MergeChanges changes) {
        long count = count(word);
        int start = word + TOKENS;
        int end = end(word);
        int write = start;
        int read = start;
        while (read < end) {
            int token = cells[read++];
            if (token == merge.left() && read < end && cells[read] == merge.right()) {
                read++;
                token = merge.merged();
                if (write > start) {
                    changes.left(cells[write - 1], count, word);
                }
                if (read < end) {
                    changes.right(cells[read], count, word);
                }
            }
            cells[write++] = token;
        }
        cells[word + LENGTH] = write - start;
    }

    private long count(int word) {
        return ((long) cells[word] << Integer.SIZE) | (cells[word + 1] & 0xFFFFFFFFL);
    }

    private int end(int word) {
        return word + TOKENS + cells[word + LENGTH];
    }
}
