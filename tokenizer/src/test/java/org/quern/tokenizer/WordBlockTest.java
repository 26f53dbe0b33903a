package org.quern.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

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
        assertThat(read.numBytes()).isEqualTo(words.numBytes());
        WordCounts twice = new WordCounts();
        WordBlock.split(read, 2).forEach(block -> WordBlock.addTo(twice, block, 0));
        blocks.forEach(block -> WordBlock.addTo(twice, block, 0));
        assertThat(twice.size()).isEqualTo(words.size());
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
        assertThat(frequent.count(frequent.first())).isEqualTo(300);
    }
}
