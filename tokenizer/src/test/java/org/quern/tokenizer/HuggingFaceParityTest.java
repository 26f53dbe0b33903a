package org.quern.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Ids and text equal to Hugging Face's own library, which DJL carries natively, for each kind of tokenizer. */
@ParameterizedClass
@EnumSource
final class HuggingFaceParityTest {

    private static final Map<TokenizerKind, Oracle> ORACLES = new EnumMap<>(TokenizerKind.class);

    private final Oracle oracle;
    private final Tokenizer tokenizer;

    HuggingFaceParityTest(TokenizerKind kind) {
        this.oracle = ORACLES.computeIfAbsent(kind, k -> Oracle.of(k.json(Fixtures.bytes("hf-trained.json"))));
        this.tokenizer = oracle.tokenizer();
    }

    @AfterAll
    static void closeOracles() {
        ORACLES.values().forEach(Oracle::close);
    }

    private void assertSame(String text) {
        oracle.assertSame(text);
    }

    @Test
    void corpusAndEmptyText() {
        Fixtures.corpus().forEach(this::assertSame);
        assertSame("");
        assertThat(tokenizer.encode("")).isEmpty();
    }

    /** Of the ideographs and the planes that hold little, every 61st. */
    @Test
    void everyCodePointInEachPlace() {
        StringBuilder text = new StringBuilder();
        int count = 0;
        for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint += codePoint < 0x3400 ? 1 : 61) {
            if (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE) {
                text.appendCodePoint(codePoint)
                        .append("a ")
                        .appendCodePoint(codePoint)
                        .append('!');
            }
            if (++count % 4096 == 0) {
                assertSame(text.toString());
                text.setLength(0);
            }
        }
        assertSame(text.toString());
    }

    @Test
    void randomTexts() {
        long seed = 20260101;
        RandomText texts = new RandomText(seed);
        for (int i = 0; i < 2_000; i++) {
            assertSame(texts.next(12));
        }
    }

    @Test
    void endOfTextInsideAText() {
        assertSame("<|endoftext|>");
        assertSame("a<|endoftext|> b<|endoftext|><|endoftext|>  \n");
        assertSame("  <|endoftext|>'s <|endoftext");
        assertSame("<|im_start|><|im_start<|im<|i<|im_start|>e\u0301e\u0301\u00e9\u00e9");
    }

    /** Marks in and out of order, of each class, and syllables that compose in two steps. */
    @Test
    void combiningMarks() {
        SplittableRandom random = new SplittableRandom(8);
        int[] marks = IntStream.rangeClosed(0, 0x1E2FF)
                .filter(c -> Character.getType(c) == Character.NON_SPACING_MARK
                        || Character.getType(c) == Character.COMBINING_SPACING_MARK)
                .toArray();
        for (int i = 0; i < 3_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int part = 0; part < 8; part++) {
                text.appendCodePoint("aeo\u1100\u1161\u11a8\uac00\u0b47\u0d46".charAt(random.nextInt(9)));
                for (int mark = random.nextInt(4); mark > 0; mark--) {
                    text.appendCodePoint(marks[random.nextInt(marks.length)]);
                }
            }
            assertSame(text.toString());
        }
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
        for (int i = 0; i < 3_000; i++) {
            int[] ids =
                    random.ints(random.nextInt(1, 12), 0, tokenizer.vocabSize()).toArray();
            long[] wide = Arrays.stream(ids).asLongStream().toArray();
            String expected = oracle.decode(wide);
            assertThat(tokenizer.decode(ids)).isEqualTo(expected);
            StreamingDecoder decoder = tokenizer.newDecoder();
            String streamed = Arrays.stream(ids).mapToObj(decoder::append).collect(Collectors.joining());
            assertThat(streamed + decoder.finish()).isEqualTo(expected);
        }
    }
}
