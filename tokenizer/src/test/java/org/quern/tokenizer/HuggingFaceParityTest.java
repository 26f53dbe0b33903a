package org.quern.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
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

    private static final Map<Kind, Oracle> ORACLES = new EnumMap<>(Kind.class);

    private final Kind kind;
    private final Tokenizer tokenizer;
    private final HuggingFaceTokenizer oracle;

    HuggingFaceParityTest(Kind kind) {
        this.kind = kind;
        Oracle both = ORACLES.computeIfAbsent(kind, Oracle::of);
        this.tokenizer = both.tokenizer;
        this.oracle = both.oracle;
    }

    /** The fixture's vocabulary under each pattern, with what such tokenizers have beside it. */
    enum Kind {
        GPT2(SplitPattern.GPT2),
        GPT2_DIGITS(SplitPattern.GPT2_DIGITS),
        /** A third of the tokens can only be had whole. */
        LLAMA3(SplitPattern.LLAMA3) {
            @Override
            void complete(ObjectNode root) {
                ObjectNode model = (ObjectNode) root.path("model");
                ArrayNode merges = (ArrayNode) model.path("merges");
                while (merges.size() > 250) {
                    merges.remove(merges.size() - 1);
                }
                model.put("ignore_merges", true);
            }
        },
        QWEN2(SplitPattern.QWEN2),
        /** Qwen2's own file: composed text, several added tokens, one the beginning of another. */
        QWEN2_NFC(SplitPattern.QWEN2) {
            @Override
            void complete(ObjectNode root) {
                root.putObject("normalizer").put("type", "NFC");
                ArrayNode added = (ArrayNode) root.path("added_tokens");
                for (String content : List.of("<|im_start|>", "<|im", "e\u0301\u00e9")) {
                    added.addObject()
                            .put("id", 638 + added.size())
                            .put("content", content)
                            .put("single_word", false)
                            .put("lstrip", false)
                            .put("rstrip", false)
                            .put("normalized", false)
                            .put("special", true);
                }
            }
        };

        private final SplitPattern pattern;

        Kind(SplitPattern pattern) {
            this.pattern = pattern;
        }

        void complete(ObjectNode root) {}

        byte[] json() throws IOException {
            ObjectMapper mapper = new ObjectMapper();
            ObjectNode root = (ObjectNode) mapper.readTree(Fixtures.bytes("hf-trained.json"));
            root.set("pre_tokenizer", PreTokenizerJson.of(pattern));
            complete(root);
            return mapper.writeValueAsBytes(root);
        }
    }

    private record Oracle(Tokenizer tokenizer, HuggingFaceTokenizer oracle) {
        static Oracle of(Kind kind) {
            try {
                byte[] json = kind.json();
                return new Oracle(
                        Tokenizer.of(json, kind.name()),
                        HuggingFaceTokenizer.newInstance(
                                new ByteArrayInputStream(json),
                                Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false")));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @AfterAll
    static void closeOracles() {
        ORACLES.values().forEach(both -> both.oracle.close());
    }

    private void assertSame(String text) {
        int[] expected = Arrays.stream(oracle.encode(text).getIds())
                .mapToInt(Math::toIntExact)
                .toArray();
        int[] ids = tokenizer.encode(text);
        assertThat(Arrays.mismatch(ids, expected))
                .as("first different id in '%.200s'", text)
                .isEqualTo(-1);
        if (kind != Kind.QWEN2_NFC) {
            assertThat(tokenizer.decode(ids).equals(text))
                    .as("'%.200s' comes back", text)
                    .isTrue();
        }
    }

    @Test
    void corpusAndEmptyText() {
        Fixtures.corpus().forEach(this::assertSame);
        assertSame("");
        assertThat(tokenizer.encode("")).isEmpty();
    }

    /** Of the planes of ideographs and of nothing, every 256th. */
    @Test
    void everyCodePointInEachPlace() {
        StringBuilder text = new StringBuilder();
        for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint += codePoint < 0x20000 ? 1 : 256) {
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
            String expected = oracle.decode(wide, false);
            assertThat(tokenizer.decode(ids)).isEqualTo(expected);
            StreamingDecoder decoder = tokenizer.newDecoder();
            String streamed = Arrays.stream(ids).mapToObj(decoder::append).collect(Collectors.joining());
            assertThat(streamed + decoder.finish()).isEqualTo(expected);
        }
    }
}
