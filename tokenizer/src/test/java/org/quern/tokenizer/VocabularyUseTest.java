package org.quern.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class VocabularyUseTest {

    @Test
    void countsWhatOccursAndWhatTheMostFrequentCover() {
        VocabularyUse use = VocabularyUse.of(9, new long[] {0, 50, 9, 0, 30, 10, 1, 0});
        assertThat(use).isEqualTo(new VocabularyUse(9, 5, 2, new TreeMap<>(Map.of(1, 0.5, 2, 0.8, 5, 1.0))));
    }

    @Test
    void coverageEndsWithAllThatOccur() {
        long[] counts = new long[30];
        Arrays.fill(counts, 1);
        assertThat(VocabularyUse.of(30, counts).coverage().keySet()).containsExactly(1, 2, 5, 10, 20, 30);
        assertThat(VocabularyUse.of(30, new long[30]).coverage()).isEmpty();
    }
}
