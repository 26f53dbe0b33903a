package org.quern.tokenizer;

import java.util.ArrayList;
import java.util.List;
import org.quern.ingest.job.InputException;
import org.quern.tokenizer.split.SplitPattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Learns merges from word counts, the same as Hugging Face's {@code BpeTrainer} with the byte alphabet: the special
 * tokens, the 256 bytes in the order of their characters, then the most frequent pair, ties by the lesser ids, until the
 * vocabulary is full or the next pair too rare.
 *
 * <p>The result depends on the counts alone, not on the words' order. Each merge makes a new token and all pairs that the
 * token will ever be in, whose counts then only fall; so a pair is counted again just when it comes to the queue's top.
 * No token is spelt by two merges: wherever its bytes stand apart from what is around them, they have been merged alike. A
 * merge visits only the words that had its pair at first. The cost is linear in the bytes of the distinct words, each of
 * which is merged away at most once, but for the queue's logarithm.
 */
final class BpeTrainer {

    private static final Logger LOG = LoggerFactory.getLogger(BpeTrainer.class);
    private static final long REPORT_NANOS = 5_000_000_000L;

    private final int vocabSize;
    private final long minCount;
    private final List<String> tokens = new ArrayList<>();
    private final PairCounts pairs = new PairCounts();
    private final MergeQueue queue = new MergeQueue();

    private BpeTrainer(int vocabSize, long minFrequency) {
        this.vocabSize = vocabSize;
        this.minCount = Math.max(1, minFrequency);
    }

    /**
     * Learns.
     *
     * @param specialTokens whose ids are the first
     * @param vocabSize tokens in all, at least the special ones and 256
     * @param minFrequency pairs seen fewer times do not merge
     * @param pattern that made the words
     * @throws InputException if there are more words than the trainer's arrays can hold
     */
    static TrainedBpe train(
            WordCounts words, List<String> specialTokens, int vocabSize, long minFrequency, SplitPattern pattern) {
        return new BpeTrainer(vocabSize, minFrequency).train(words, specialTokens, pattern);
    }

    private TrainedBpe train(WordCounts words, List<String> specialTokens, SplitPattern pattern) {
        tokens.addAll(specialTokens);
        int[] byteIds = new int[256];
        for (int value : ByteAlphabet.bytesByChar()) {
            byteIds[value] = add(String.valueOf(ByteAlphabet.charOf(value)));
        }
        MergedWords merged = new MergedWords(words, byteIds);
        merged.addPairs(minCount, pairs, queue);
        List<Merge> merges = learn(merged);
        return new TrainedBpe(tokens, specialTokens.size(), 0, merges, pattern);
    }

    private List<Merge> learn(MergedWords words) {
        MergeChanges changes = new MergeChanges(vocabSize);
        List<Merge> merges = new ArrayList<>();
        long reported = System.nanoTime();
        while (tokens.size() < vocabSize && !queue.isEmpty()) {
            long count = pairs.of(queue.pair());
            if (count < queue.count()) {
                queue.recount(count);
                continue;
            }
            if (count < minCount) {
                break;
            }
            Merge merge = merge(queue.pair());
            merges.add(merge);
            int entry = queue.poll();
            for (int i = queue.firstWord(entry); i < queue.endOfWords(entry); i++) {
                words.merge(queue.word(i), merge, changes);
            }
            changes.apply(merge, minCount, pairs, queue);
            if (System.nanoTime() - reported > REPORT_NANOS) {
                reported = System.nanoTime();
                LOG.info("{}: {} of {} tokens learnt", TrainTokenizerJob.NAME, tokens.size(), vocabSize);
            }
        }
        return merges;
    }

    private Merge merge(long pair) {
        int left = (int) (pair >>> Integer.SIZE);
        int right = (int) pair;
        return new Merge(left, right, add(tokens.get(left) + tokens.get(right)));
    }

    private int add(String token) {
        tokens.add(token);
        return tokens.size() - 1;
    }
}
