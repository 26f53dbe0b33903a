package org.quern.tokenizer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.quern.tokenizer.PairTable.Candidate;

/**
 * Learns merges from word counts, the same as Hugging Face's {@code BpeTrainer} with the byte alphabet and
 * {@value Tokenizer#END_OF_TEXT} as special token: that token, the 256 bytes in the order of their characters, then the
 * most frequent pair, ties by the lesser ids, until the vocabulary is full or the next pair too rare.
 *
 * <p>The result depends on the counts alone, not on the words' order. A candidate's count may be out of date: it is
 * then put back with the true one. A merge visits only the words that had the pair when the candidate was made.
 */
final class BpeTrainer {

    private final int vocabSize;
    private final long minFrequency;
    private final SplitPattern pattern;
    private final List<String> tokens = new ArrayList<>();
    private final Map<String, Integer> ids = new HashMap<>();
    private final PairTable pairs = new PairTable();

    private final WordCounts words;
    /** The words as tokens, one after the other; a word keeps its place and shrinks. */
    private final int[] symbols;

    private final int[] starts;
    private final int[] lengths;

    private BpeTrainer(WordCounts words, int vocabSize, long minFrequency, SplitPattern pattern) {
        this.words = words;
        this.vocabSize = vocabSize;
        this.minFrequency = minFrequency;
        this.pattern = pattern;
        this.symbols = new int[words.numBytes()];
        this.starts = new int[words.size()];
        this.lengths = new int[words.size()];
    }

    /**
     * Learns.
     *
     * @param vocabSize tokens in all, at least 257
     * @param minFrequency pairs seen fewer times do not merge
     */
    static TrainedBpe train(WordCounts words, int vocabSize, long minFrequency, SplitPattern pattern) {
        return new BpeTrainer(words, vocabSize, minFrequency, pattern).train();
    }

    private TrainedBpe train() {
        idOf(Tokenizer.END_OF_TEXT);
        int[] byteIds = new int[256];
        for (int value : ByteAlphabet.bytesByChar()) {
            byteIds[value] = idOf(String.valueOf(ByteAlphabet.charOf(value)));
        }
        split(byteIds);
        PriorityQueue<Candidate> queue = new PriorityQueue<>(pairs.drain());
        Map<Long, Merge> merges = new LinkedHashMap<>();
        while (tokens.size() < vocabSize && !queue.isEmpty()) {
            Candidate top = queue.poll();
            long count = pairs.count(top.index());
            if (count != top.count()) {
                queue.add(new Candidate(count, top.pair(), top.index(), top.words()));
                continue;
            }
            if (count < Math.max(1, minFrequency)) {
                break;
            }
            Merge merge = new Merge(top.left(), top.right(), idOf(tokens.get(top.left()) + tokens.get(top.right())));
            // A pair can come twice, where two merges spell the same token; the later rank is the one that counts.
            merges.remove(top.pair());
            merges.put(top.pair(), merge);
            for (int i = 0; i < top.words().size(); i++) {
                apply(merge, top.words().get(i));
            }
            queue.addAll(pairs.drain());
        }
        return new TrainedBpe(tokens, List.copyOf(merges.values()), pattern);
    }

    private int idOf(String token) {
        Integer known = ids.putIfAbsent(token, tokens.size());
        if (known == null) {
            tokens.add(token);
            return tokens.size() - 1;
        }
        return known;
    }

    private void split(int[] byteIds) {
        int end = 0;
        for (int word = 0; word < words.size(); word++) {
            int length = words.length(word);
            starts[word] = end;
            lengths[word] = length;
            for (int i = 0; i < length; i++) {
                symbols[end + i] = byteIds[words.byteAt(word, i) & 0xFF];
                if (i > 0) {
                    pairs.add(symbols[end + i - 1], symbols[end + i], words.count(word), word);
                }
            }
            end += length;
        }
    }

    private void apply(Merge merge, int word) {
        long count = words.count(word);
        int start = starts[word];
        int end = start + lengths[word];
        int write = start;
        int read = start;
        while (read < end) {
            int symbol = symbols[read++];
            if (symbol != merge.left() || read == end || symbols[read] != merge.right()) {
                symbols[write++] = symbol;
                continue;
            }
            read++;
            if (write > start) {
                pairs.add(symbols[write - 1], merge.left(), -count, word);
                pairs.add(symbols[write - 1], merge.merged(), count, word);
            }
            symbols[write++] = merge.merged();
            if (read < end) {
                pairs.add(merge.right(), symbols[read], -count, word);
                pairs.add(merge.merged(), symbols[read], count, word);
            }
        }
        lengths[word] = write - start;
    }
}
