package org.quern.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Ids and text equal to Hugging Face's own library, which DJL carries natively. */
final class HuggingFaceParityTest {

    private static HuggingFaceTokenizer oracle;
    private static final Tokenizer TOKENIZER = Fixtures.tokenizer();

    @BeforeAll
    static void openOracle() throws IOException {
        oracle = HuggingFaceTokenizer.newInstance(
                new ByteArrayInputStream(Fixtures.bytes("hf-trained.json")),
                Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false"));
    }

    @AfterAll
    static void closeOracle() {
        oracle.close();
    }

    private static void assertSame(String text) {
        int[] expected = Arrays.stream(oracle.encode(text).getIds())
                .mapToInt(Math::toIntExact)
                .toArray();
        int different = Arrays.mismatch(TOKENIZER.encode(text), expected);
        assertThat(different).as("first different id in '%.200s'", text).isEqualTo(-1);
        assertThat(TOKENIZER.decode(expected).equals(text))
                .as("'%.200s' comes back", text)
                .isTrue();
    }

    @Test
    void corpusAndEmptyText() {
        Fixtures.corpus().forEach(HuggingFaceParityTest::assertSame);
        assertSame("");
        assertThat(TOKENIZER.encode("")).isEmpty();
    }

    /** Of the planes that hold nothing, every 64th. */
    @Test
    void everyCodePointInEachPlace() {
        StringBuilder text = new StringBuilder();
        for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint += codePoint < 0x32000 ? 1 : 64) {
            if (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE) {
                text.appendCodePoint(codePoint)
                        .append("a ")
                        .appendCodePoint(codePoint)
                        .append('!');
            }
            if (codePoint % 4096 == 0) {
                assertSame(text.toString());
                text.setLength(0);
            }
        }
    }

    @Test
    void randomTexts() {
        long seed = 20260101;
        RandomText texts = new RandomText(seed);
        for (int i = 0; i < 5_000; i++) {
            assertSame(texts.next(12));
        }
    }

    @Test
    void endOfTextInsideAText() {
        assertSame("<|endoftext|>");
        assertSame("a<|endoftext|> b<|endoftext|><|endoftext|>  \n");
        assertSame("  <|endoftext|>'s <|endoftext");
    }

    @Test
    void longRuns() {
        for (String unit : new String[] {"a", "ab", " ", "\n", "!", "\u4e00", "banana", "1", " a"}) {
            assertSame(unit.repeat(5_000));
        }
    }

    @Test
    void decodesBytesThatAreNoTextAlike() {
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 1_000; i++) {
            int[] ids =
                    random.ints(random.nextInt(1, 12), 1, TOKENIZER.vocabSize()).toArray();
            long[] wide = Arrays.stream(ids).asLongStream().toArray();
            assertThat(TOKENIZER.decode(ids)).isEqualTo(oracle.decode(wide));
        }
    }
}
