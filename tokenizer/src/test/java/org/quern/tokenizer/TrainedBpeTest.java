package org.quern.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.quern.tokenizer.split.SplitPattern;

/** Hugging Face's library loads the files and finds the same ids, added tokens included. */
final class TrainedBpeTest {

    @ParameterizedTest
    @EnumSource
    void fileLoadsInHuggingFaceTokenizers(SplitPattern pattern) throws IOException {
        List<String> special = List.of(Tokenizer.END_OF_TEXT, "<|im_start|>", "[MASK]");
        byte[] json = BpeTrainer.train(Fixtures.words(Fixtures.corpus(), pattern), special, 500, 2, pattern)
                .filledTo(7)
                .toJson();
        Tokenizer tokenizer = Tokenizer.of(json, pattern.name());
        assertThat(tokenizer.vocabSize()).isEqualTo(504);
        String tokens = "<|im_start|>a[MASK] 12<|reserved_3|>b<|reserved_4|> c<|endoftext|>";
        try (HuggingFaceTokenizer oracle = HuggingFaceTokenizer.newInstance(
                new ByteArrayInputStream(json),
                Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false"))) {
            for (String text : Fixtures.corpus()) {
                int[] expected = Arrays.stream(oracle.encode(text + tokens).getIds())
                        .mapToInt(Math::toIntExact)
                        .toArray();
                assertThat(tokenizer.encode(text + tokens)).isEqualTo(expected);
            }
        }
        assertThat(tokenizer.encode(tokens)).startsWith(1).contains(2, 503).endsWith(0);
    }
}
