package org.quern.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.quern.ingest.job.InputException;

final class WordCountsTest {

    /** Few values, zeros among them, so that words differ in their length alone; also at a text's very end. */
    @Test
    void sameAsAMap() {
        SplittableRandom random = new SplittableRandom(6);
        byte[] text = new byte[100_000];
        for (int i = 0; i < text.length; i++) {
            text[i] = (byte) (random.nextInt(3) - 1);
        }
        Map<ByteBuffer, Long> expected = new HashMap<>();
        WordCounts words = new WordCounts();
        for (int from = 0; from < text.length; ) {
            int to = Math.min(text.length, from + random.nextInt(1, 20));
            long count = random.nextLong(1L << 40);
            words.add(text, from, to, count);
            expected.merge(ByteBuffer.wrap(text, from, to - from), count, Long::sum);
            from = to;
        }
        assertThat(contents(words)).isEqualTo(expected);
        assertThat(words.size()).isEqualTo(expected.size());
        assertThat(words.numBytes())
                .isEqualTo(expected.keySet().stream()
                        .mapToLong(ByteBuffer::remaining)
                        .sum());
    }

    private static Map<ByteBuffer, Long> contents(WordCounts words) {
        Map<ByteBuffer, Long> contents = new HashMap<>();
        for (int word = words.first(); word < words.end(); word = words.after(word)) {
            byte[] bytes = new byte[words.length(word)];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = words.byteAt(word, i);
            }
            contents.put(ByteBuffer.wrap(bytes), words.count(word));
        }
        return contents;
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
