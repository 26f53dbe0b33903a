package org.quern.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.quern.inference.ContinuationScorer.Score;
import org.quern.inference.ContinuationScorer.TextPair;
import org.quern.inference.ContinuationScorer.TokenPair;
import org.quern.ingest.job.ConfigReader;
import org.quern.ingest.job.InputException;

/** Against lm-evaluation-harness, by the file that {@code continuation_golden.py} made from the same checkpoint. */
class ContinuationScorerTest {
    private static final Path CHECKPOINT = Path.of("target", "score-checkpoint");
    private static final List<String> MERGES = List.of("h e", "\u0120 t", "\u0120t he", "a n", "an d");
    private static final int CONTEXT = 96;

    private static JsonNode golden;

    @BeforeAll
    static void load() throws Exception {
        TinyCheckpoint.write(CHECKPOINT, TinyCheckpoint.config(257 + MERGES.size()), 21);
        Path tokenizer = CHECKPOINT.resolve("tokenizer.json");
        StringBuilder vocabulary = new StringBuilder();
        for (int i = 0; i < MERGES.size(); i++) {
            vocabulary.append(", \"%s\": %d".formatted(MERGES.get(i).replace(" ", ""), 257 + i));
        }
        String merges = ConfigReader.JSON.writeValueAsString(MERGES);
        Files.writeString(
                tokenizer,
                Files.readString(tokenizer).replace("}, \"merges\": []", vocabulary + "}, \"merges\": " + merges));
        try (InputStream in = ContinuationScorerTest.class.getResourceAsStream("continuation-golden.json")) {
            golden = ConfigReader.JSON.readTree(Objects.requireNonNull(in));
        }
    }

    @Test
    void textsScoreAsInTheHarness() {
        List<TextPair> pairs = new ArrayList<>();
        golden.forEach(each -> pairs.add(new TextPair(
                each.path("context").textValue(), each.path("continuation").textValue())));
        try (ContinuationScorer scorer = ContinuationScorer.open(CHECKPOINT, Precision.FP32)) {
            List<Score> scores = scorer.score(pairs);

            for (int i = 0; i < pairs.size(); i++) {
                assertThat(scores.get(i).logProbability())
                        .as(pairs.get(i).toString())
                        .isCloseTo(golden.get(i).path("log_probability").asDouble(), within(1e-4));
                assertThat(scores.get(i).greedy())
                        .as(pairs.get(i).toString())
                        .isEqualTo(golden.get(i).path("greedy").booleanValue());
            }
        }
        assertThat(golden).anyMatch(each -> each.path("greedy").booleanValue());
    }

    @Test
    void aScoreDoesNotDependOnWhatElseIsScored() {
        SplittableRandom random = new SplittableRandom(4);
        List<TokenPair> pairs = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            int[] context = random.ints(1 + i % 70, 0, 262).toArray();
            pairs.add(new TokenPair(context, random.ints(1 + i % 7, 0, 262).toArray()));
            pairs.add(new TokenPair(context, random.ints(1, 0, 262).toArray()));
        }
        try (ContinuationScorer scorer = ContinuationScorer.open(CHECKPOINT, Precision.FP32)) {
            List<Score> together = scorer.scoreTokens(pairs);
            for (int i = 0; i < pairs.size(); i += 17) {
                Score alone = scorer.scoreTokens(List.of(pairs.get(i))).get(0);

                assertThat(together.get(i).logProbability()).isCloseTo(alone.logProbability(), within(1e-4));
                assertThat(together.get(i).tokens()).isEqualTo(pairs.get(i).continuation().length);
            }
        }
    }

    @Test
    void sixteenBitsComeClose() {
        List<TokenPair> pairs = List.of(new TokenPair(new int[] {7, 8, 9}, new int[] {10, 11}));
        try (ContinuationScorer exact = ContinuationScorer.open(CHECKPOINT, Precision.FP32);
                ContinuationScorer rounded = ContinuationScorer.open(CHECKPOINT, Precision.BF16)) {
            assertThat(rounded.scoreTokens(pairs).get(0).logProbability())
                    .isCloseTo(exact.scoreTokens(pairs).get(0).logProbability(), within(0.2))
                    .isNotEqualTo(exact.scoreTokens(pairs).get(0).logProbability());
        }
    }

    @Test
    void onlyTheLastTokensThatFitAreRead() {
        int[] tokens = IntStream.range(0, 2 * CONTEXT).map(i -> i % 250).toArray();
        int[] continuation = {3, 4, 5};
        int[] kept = Arrays.copyOfRange(tokens, tokens.length - (CONTEXT + 1 - continuation.length), tokens.length);
        try (ContinuationScorer scorer = ContinuationScorer.open(CHECKPOINT, Precision.FP32)) {
            List<Score> scores =
                    scorer.scoreTokens(List.of(new TokenPair(tokens, continuation), new TokenPair(kept, continuation)));

            assertThat(scores.get(0)).isEqualTo(scores.get(1));
        }
    }

    @Test
    void whatCannotBeScoredIsOneLine() {
        try (ContinuationScorer scorer = ContinuationScorer.open(CHECKPOINT, Precision.FP32)) {
            assertThat(scorer.score(List.of())).isEmpty();
            refused(scorer, new TextPair("h", "e"), "has no token of its own after the context 'h'");
            refused(scorer, new TextPair("", ""), "got 1 and 0");
            refused(scorer, new TextPair("x", "y".repeat(CONTEXT + 1)), "a continuation of 1 to 96, got 1 and 97");
        }
        assertThatThrownBy(() -> ContinuationScorer.open(Path.of("nowhere"), Precision.FP32))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("nowhere is no checkpoint");
        assertThatThrownBy(() -> ContinuationScorer.open(CHECKPOINT, Precision.INT8))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("fp32 or bf16, got int8");
    }

    @Test
    void theBenchmarkCountsPairsAndTokens() {
        var figures = ScoreBenchmark.run(CHECKPOINT, 4, Precision.BF16, 1);

        assertThat((Double) figures.get("tokens_per_s")).isGreaterThan((Double) figures.get("pairs_per_s"));
    }

    private static void refused(ContinuationScorer scorer, TextPair pair, String message) {
        assertThatThrownBy(() -> scorer.score(List.of(pair)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(message);
    }
}
