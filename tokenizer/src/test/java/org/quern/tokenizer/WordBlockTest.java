package org.quern.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.quern.ingest.job.InputException;

final class WordBlockTest {

    @Test
    void blocksHoldEachWordOnce() {
        SplittableRandom random = new SplittableRandom(4);
        WordCounts words = new WordCounts();
        for (int i = 0; i < 5_000; i++) {
            byte[] word = new byte[random.nextInt(1, 300)];
            random.nextBytes(word);
            words.add(word, 0, word.length, 1L << random.nextInt(Long.SIZE - 1));
        }
        List<byte[]> blocks = WordBlock.split(words, 7);
        WordCounts read = new WordCounts();
        long total = 0;
        for (byte[] block : blocks) {
            total += WordBlock.addTo(read, block, 0);
        }
        assertThat(total).isEqualTo(words.size()).isEqualTo(read.size());
        assertThat(Arrays.deepEquals(WordBlock.split(read, 7).toArray(), blocks.toArray()))
                .isTrue();
    }

    @Test
    void wordsBelowTheCountAreOnlyCounted() {
        WordCounts words = new WordCounts();
        words.add(Utf8.of("often rare"), 0, 5, 300);
        words.add(Utf8.of("often rare"), 5, 10, 299);
        WordCounts frequent = new WordCounts();
        assertThat(WordBlock.addTo(frequent, WordBlock.split(words, 1).get(0), 300))
                .isEqualTo(2);
        assertThat(frequent.size()).isEqualTo(1);
        assertThat(frequent.count(0)).isEqualTo(300);
    }

    @Test
    void moreThanAnArrayHoldsIsRefused() {
        assertThat(WordCounts.grown(1 << 30, (1 << 30) + 1)).isEqualTo(WordCounts.MAX_ARRAY);
        assertThatThrownBy(() -> WordCounts.grown(1 << 30, 1L << 31))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("the distinct words need an array of 2147483648 elements")
                .hasMessageContaining("lower maxBytes or raise minWordCount");
    }
}
