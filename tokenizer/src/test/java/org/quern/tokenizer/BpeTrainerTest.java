package org.quern.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class BpeTrainerTest {

    @Test
    void sameFileAsHuggingFacesTrainer() {
        TrainedBpe trained = BpeTrainer.train(Fixtures.words(Fixtures.corpus()), 640, 0, SplitPattern.QWEN2);
        assertThat(new String(trained.toJson(), StandardCharsets.UTF_8))
                .isEqualTo(new String(Fixtures.bytes("hf-trained.json"), StandardCharsets.UTF_8));
    }

    @Test
    void orderOfTextsDoesNotMatter() {
        List<String> shuffled = new ArrayList<>(Fixtures.corpus());
        Collections.shuffle(shuffled, new Random(1));
        assertThat(BpeTrainer.train(Fixtures.words(shuffled), 640, 0, SplitPattern.QWEN2)
                        .toJson())
                .isEqualTo(Fixtures.bytes("hf-trained.json"));
    }

    @Test
    void stopsWhereThePairsAreTooRare() {
        WordCounts words = Fixtures.words(List.of("abab abab xy"));
        TrainedBpe trained = BpeTrainer.train(words, 1000, 2, SplitPattern.QWEN2);
        assertThat(trained.tokens().subList(257, trained.tokens().size())).containsExactly("ab", "abab");
    }

    @Test
    void noTextGivesTheBytesAlone() {
        TrainedBpe trained = BpeTrainer.train(new WordCounts(), 300, 0, SplitPattern.QWEN2);
        Tokenizer tokenizer = Tokenizer.of(trained.toJson(), "bytes");
        assertThat(tokenizer.vocabSize()).isEqualTo(257);
        assertThat(tokenizer.decode(tokenizer.encode("Mühle"))).isEqualTo("Mühle");
    }
}
