package org.quern.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quern.tokenizer.split.SplitPattern;

final class BpeTrainerTest {

    @ParameterizedTest
    @CsvSource({
        "QWEN2, 640, hf-trained.json, ''",
        "GPT2, 400, hf-gpt2.json, ''",
        "GPT2_DIGITS, 400, hf-gpt2_digits.json, ''",
        "LLAMA3, 400, hf-llama3.json, <|im_start|> </s>"
    })
    void sameFileAsHuggingFacesTrainer(SplitPattern pattern, int vocabSize, String file, String special) {
        List<String> specialTokens = new ArrayList<>(List.of(Tokenizer.END_OF_TEXT));
        specialTokens.addAll(Arrays.stream(special.split(" "))
                .filter(token -> !token.isEmpty())
                .toList());
        WordCounts words = Fixtures.words(Fixtures.corpus(), pattern);
        assertSameFile(BpeTrainer.train(words, specialTokens, vocabSize, 0, pattern), file);
    }

    @Test
    void sameFileAsHuggingFacesTrainerWithReservedTokens() {
        TrainedBpe trained = Fixtures.trained(Fixtures.corpus().subList(0, 1), 1000, 0);
        assertSameFile(trained.filledTo(8), "hf-reserved.json");
        assertThat(trained.filledTo(1)).isEqualTo(trained);
    }

    private static void assertSameFile(TrainedBpe trained, String file) {
        assertThat(new String(trained.toJson(), StandardCharsets.UTF_8))
                .isEqualTo(new String(Fixtures.bytes(file), StandardCharsets.UTF_8));
    }

    @Test
    void orderOfTextsDoesNotMatter() {
        List<String> shuffled = new ArrayList<>(Fixtures.corpus());
        Collections.shuffle(shuffled, new Random(1));
        assertSameFile(Fixtures.trained(shuffled, 640, 0), "hf-trained.json");
    }

    /** Few letters and long words: overlaps, runs, ties. */
    @Test
    void sameMergesAsWithoutAnyIndex() {
        for (int seed = 0; seed < 300; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int letters = random.nextInt(1, 4);
            int maxLength = random.nextInt(2, 40);
            Map<String, Long> counts = new TreeMap<>();
            for (int i = random.nextInt(1, 30); i > 0; i--) {
                String word = random.ints(random.nextInt(1, maxLength), 0, letters)
                        .mapToObj(letter -> String.valueOf((char) ('a' + letter)))
                        .reduce("", String::concat);
                counts.merge(word, random.nextLong(1, 5), Long::sum);
            }
            int minFrequency = random.nextInt(4);
            WordCounts words = new WordCounts();
            counts.forEach((word, count) -> words.add(Utf8.of(word), 0, word.length(), count));
            List<String> specialTokens = List.of(Tokenizer.END_OF_TEXT);
            TrainedBpe trained = BpeTrainer.train(words, specialTokens, 300, minFrequency, SplitPattern.QWEN2);
            assertThat(trained.tokens().subList(257, trained.tokens().size()))
                    .as("seed %d", seed)
                    .isEqualTo(merged(counts, 300 - 257, minFrequency))
                    .doesNotHaveDuplicates();
        }
    }

    /** The tokens learnt by counting all pairs anew for each; words of ASCII letters. */
    private static List<String> merged(Map<String, Long> counts, int limit, long minFrequency) {
        List<String> known = new ArrayList<>(IntStream.range('a', 'z')
                .mapToObj(letter -> String.valueOf((char) letter))
                .toList());
        int numLetters = known.size();
        Map<String, List<String>> words = new TreeMap<>();
        counts.keySet().forEach(word -> words.put(word, new ArrayList<>(List.of(word.split("")))));
        while (known.size() < numLetters + limit) {
            Map<List<String>, Long> pairs =
                    new TreeMap<>(Comparator.comparing((List<String> pair) -> known.indexOf(pair.get(0)))
                            .thenComparing(pair -> known.indexOf(pair.get(1))));
            words.forEach((word, tokens) -> IntStream.range(1, tokens.size())
                    .forEach(i -> pairs.merge(List.copyOf(tokens.subList(i - 1, i + 1)), counts.get(word), Long::sum)));
            long most = pairs.values().stream().max(Comparator.naturalOrder()).orElse(0L);
            if (most < Math.max(1, minFrequency)) {
                break;
            }
            List<String> best = pairs.keySet().stream()
                    .filter(pair -> pairs.get(pair) == most)
                    .findFirst()
                    .orElseThrow();
            String token = String.join("", best);
            known.add(token);
            for (List<String> tokens : words.values()) {
                for (int i = 0; i + 1 < tokens.size(); i++) {
                    if (tokens.subList(i, i + 2).equals(best)) {
                        tokens.set(i, token);
                        tokens.remove(i + 1);
                    }
                }
            }
        }
        return known.subList(numLetters, known.size());
    }

    @Test
    void stopsWhereThePairsAreTooRare() {
        TrainedBpe trained = Fixtures.trained(List.of("abab abab xy"), 1000, 2);
        assertThat(trained.tokens().subList(257, trained.tokens().size())).containsExactly("ab", "abab");
    }

    @Test
    void noTextGivesTheBytesAlone() {
        Tokenizer tokenizer = Tokenizer.of(Fixtures.trained(List.of(), 300, 0).toJson(), "bytes");
        assertThat(tokenizer.vocabSize()).isEqualTo(257);
        assertThat(tokenizer.decode(tokenizer.encode("Mühle"))).isEqualTo("Mühle");
    }
}
