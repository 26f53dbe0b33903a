package org.quern.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quern.pretrain.kernel.Scope;
import org.quern.pretrain.kernel.Torch;
import org.quern.pretrain.model.ModelConfig;

/** What a sequence gets must not depend on the others, on waiting, or on losing its pages. */
class DecodingTest {
    static final int VOCABULARY = 7;
    static final int NEW = 24;
    static final DecodingOptions PLAIN = DecodingOptions.plain(8).pastEndOfText();

    @TempDir
    static Path folder;

    private static Path checkpoint;
    private static Engine engine;

    @BeforeAll
    static void load() throws Exception {
        Torch.useThreads(1);
        checkpoint = TinyCheckpoint.write(folder.resolve("model"), TinyCheckpoint.config(VOCABULARY), 7);
        engine = Engine.open(checkpoint, Precision.FP32);
    }

    @AfterAll
    static void close() {
        Torch.useThreads(0);
        engine.close();
    }

    @Test
    void compactionGivesEachSequenceWhatItGetsByDefinition() throws Exception {
        ReferenceModel reference = new ReferenceModel(checkpoint);
        for (double threshold : new double[] {0.5, 0.8, 0.95}) {
            isByDefinition(reference, threshold, 3, DecodingTest::compaction);
        }
    }

    @Test
    void promptsThatLeaveGiveWhatTheyGiveByDefinition() throws Exception {
        ReferenceModel reference = new ReferenceModel(checkpoint);
        for (double threshold : new double[] {0.5, 0.8, 1.01}) {
            isByDefinition(reference, threshold, 1, DecodingTest::leavingPrompts);
        }
    }

    /** A policy at some threshold for so many parked rows. */
    private interface Policies {
        ExitPolicy of(double threshold, int parked);
    }

    private static void isByDefinition(
            ReferenceModel reference, double threshold, int promptLayers, Policies policies) {
        List<Request> requests = requests(12, 1);
        List<List<Integer>> expected = new ArrayList<>();
        long[] byLayer = new long[3];
        for (Request request : requests) {
            ReferenceDecoder decoder = new ReferenceDecoder(reference, List.of(1, 2), 3);
            int[] prompt = request.prompt().stream().mapToInt(Integer::intValue).toArray();
            expected.addAll(decoder.decode(List.of(prompt), NEW, threshold, promptLayers));
            List<Long> left = decoder.tokensByLayer(NEW);
            for (int i = 0; i < 3; i++) {
                byLayer[i] += left.get(i);
            }
        }
        for (int parked : new int[] {1, 3, 8}) {
            Generation generation = engine.generate(requests, PLAIN.withExit(policies.of(threshold, parked)));
            assertThat(tokens(generation)).isEqualTo(expected);
            assertThat(generation.stats().tokensByLayer()).containsExactly(byLayer[0], byLayer[1], byLayer[2]);
        }
    }

    @Test
    void waitingAndCompanyChangeNoBit() throws Exception {
        for (Precision precision : Precision.values()) {
            try (Engine other = Engine.open(checkpoint, precision)) {
                List<Request> requests = requests(20, 2);
                for (ExitPolicy policy : List.of(ExitPolicy.fullDepth(), compaction(0.8, 1), leavingPrompts(0.8, 1))) {
                    List<Completion> alone = other.generate(
                                    requests,
                                    DecodingOptions.plain(1).pastEndOfText().withExit(policy))
                            .completions();
                    assertThat(other.generate(requests, PLAIN.withExit(policy)).completions())
                            .isEqualTo(alone);
                }
                List<Completion> together = other.generate(requests, PLAIN.withExit(compaction(0.8, 1)))
                        .completions();
                assertThat(other.generate(requests, PLAIN.withExit(compaction(0.8, 6)))
                                .completions())
                        .isEqualTo(together);
            }
        }
    }

    @Test
    void aThresholdThatIsNeverReachedIsFullDepth() {
        List<Request> requests = requests(16, 3);
        assertThat(engine.generate(requests, PLAIN.withExit(compaction(1.01, 4)))
                        .completions())
                .isEqualTo(engine.generate(requests, PLAIN).completions());
    }

    static List<Request> withLogProbabilities(List<Request> requests, int newTokens) {
        return requests.stream()
                .map(r -> new Request(r.prompt(), newTokens, r.sampling(), r.stops(), r.stopTokens(), true))
                .toList();
    }

    /** Libtorch's product reads 16 columns at a time. */
    @Test
    void int8TakesMatricesOfAnyWidth() throws Exception {
        ModelConfig config =
                new ModelConfig(VOCABULARY, 36, 44, 3, 3, 1, 8, 96, 1e-5, 10_000, true, false, 1, List.of(1));
        Path odd = TinyCheckpoint.write(folder.resolve("odd"), config, 7);
        List<Request> requests = withLogProbabilities(requests(12, 6), 1);
        try (Engine exact = Engine.open(odd, Precision.FP32);
                Engine int8 = Engine.open(odd, Precision.INT8)) {
            List<Completion> expected = exact.generate(requests, PLAIN).completions();
            List<Completion> actual = int8.generate(requests, PLAIN).completions();
            for (int i = 0; i < expected.size(); i++) {
                assertThat(asArray(actual.get(i).logProbabilities()))
                        .containsExactly(asArray(expected.get(i).logProbabilities()), within(0.1));
            }
        }
    }

    static double[] asArray(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    @Test
    void losingPagesChangesNoBit() throws Exception {
        List<Request> requests = new ArrayList<>();
        for (Request request : requests(20, 7)) {
            List<Integer> prompt = request.prompt();
            requests.add(new Request(
                    prompt.subList(0, Math.min(prompt.size(), 5)), 60, Sampling.greedy(), List.of(), Set.of(), true));
        }
        List<DecodingOptions> ways = List.of(
                PLAIN,
                PLAIN.withExit(compaction(0.8, 3)),
                PLAIN.withDrafts(2),
                PLAIN.withExit(compaction(0.8, 3)).withDrafts(2),
                PLAIN.withExit(leavingPrompts(0.8, 3)),
                PLAIN.withExit(leavingPrompts(0.8, 3)).withDrafts(2),
                PLAIN.withExit(new ExitPolicy.SelfSpeculation(ExitTest.topProbability(0.7), List.of(), 3, 4)));
        for (Precision precision : List.of(Precision.FP32, Precision.BF16)) {
            try (Engine other = Engine.open(checkpoint, precision)) {
                for (DecodingOptions way : ways) {
                    Generation roomy = other.generate(requests, way);
                    long bytes = roomy.stats().cacheBytes() / 2;
                    Generation tight = other.generate(requests, way.withCacheBytes(bytes));
                    assertThat(tight.completions()).isEqualTo(roomy.completions());
                    assertThat(tight.stats().preemptions()).isPositive();
                    assertThat(tight.stats().cacheBytes()).isLessThanOrEqualTo(bytes);
                }
            }
        }
    }

    @Test
    void aCacheTooSmallForAllIsShared() throws Exception {
        ModelConfig longer =
                new ModelConfig(VOCABULARY, 16, 16, 2, 2, 1, 8, 4_400, 1e-5, 1e4, true, false, 0, List.of(1));
        SplittableRandom random = new SplittableRandom(11);
        List<Request> requests = new ArrayList<>();
        for (int i = 0; i < Integer.getInteger("quern.long.prompts", 40); i++) {
            int[] prompt = random.ints(random.nextInt(1, 4_001), 0, VOCABULARY).toArray();
            requests.add(Request.greedy(prompt, 1 + random.nextInt(400)));
        }
        // Two of the longest fit, of sixteen at a time.
        long bytes = 2 * 275 * 16 * 2 * 8 * 4 * 2;
        try (Engine small = Engine.open(TinyCheckpoint.write(folder.resolve("long"), longer, 5), Precision.FP32)) {
            DecodingOptions options = DecodingOptions.plain(16)
                    .pastEndOfText()
                    .withCacheBytes(bytes)
                    .withExit(compaction(0.6, 4));
            Generation generation = small.generate(requests, options);
            assertThat(generation.completions()).hasSize(requests.size()).allMatch(c -> c.error()
                    .isEmpty());
            for (int i = 0; i < requests.size(); i++) {
                assertThat(generation.completions().get(i).tokens())
                        .hasSize(requests.get(i).maxNewTokens());
            }
            assertThat(generation.stats().cacheBytes()).isLessThanOrEqualTo(bytes);
            assertThat(generation.stats().preemptions()).isPositive();
        }
    }

    @Test
    void promptsReadInPartsBesideOthersChangeNoBit() throws Exception {
        ModelConfig longer =
                new ModelConfig(VOCABULARY, 16, 16, 3, 4, 2, 8, 1_024, 1e-5, 1e4, true, false, 0, List.of(1, 2));
        Path folder = TinyCheckpoint.write(DecodingTest.folder.resolve("parts"), longer, 5);
        SplittableRandom random = new SplittableRandom(12);
        List<Request> requests = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            List<Integer> prompt = random.ints(i % 3 == 0 ? 600 : random.nextInt(1, 60), 0, VOCABULARY)
                    .boxed()
                    .toList();
            requests.add(new Request(prompt, 8 + i, Sampling.greedy(), List.of(), Set.of(), true));
        }
        for (Precision precision : List.of(Precision.FP32, Precision.BF16)) {
            try (Engine engine = Engine.open(folder, precision)) {
                for (ExitPolicy policy : List.of(ExitPolicy.fullDepth(), compaction(0.8, 3), leavingPrompts(0.8, 3))) {
                    List<Completion> alone = new ArrayList<>();
                    for (Request request : requests) {
                        alone.addAll(engine.generate(List.of(request), PLAIN.withExit(policy))
                                .completions());
                    }
                    DecodingOptions four =
                            DecodingOptions.plain(4).pastEndOfText().withExit(policy);
                    assertThat(engine.generate(requests, four).completions()).isEqualTo(alone);
                }
            }
        }
    }

    @Test
    void promptsShareTheirBeginnings() {
        SplittableRandom random = new SplittableRandom(8);
        int[] beginning = random.ints(40, 0, VOCABULARY).toArray();
        List<Request> requests = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            List<Integer> prompt = new ArrayList<>();
            for (int token : beginning) {
                prompt.add(token);
            }
            random.ints(1 + i, 0, VOCABULARY).forEach(prompt::add);
            requests.add(new Request(prompt, NEW, Sampling.greedy(), List.of()));
        }
        for (DecodingOptions options : List.of(
                PLAIN,
                PLAIN.withDrafts(1),
                PLAIN.withExit(leavingPrompts(0.8, 2)).withDrafts(1))) {
            List<List<Integer>> alone = new ArrayList<>();
            for (Request request : requests) {
                alone.addAll(tokens(engine.generate(List.of(request), options)));
            }
            Generation together =
                    engine.generate(requests, new DecodingOptions(options.exit(), options.drafts(), 3, false, 0));
            assertThat(tokens(together)).isEqualTo(alone);
            // The first three come at once; each of the others finds two pages of 16.
            assertThat(together.stats().sharedPositions()).isEqualTo(9L * 32);
        }
    }

    @Test
    void logProbabilitiesAreTheModels() throws Exception {
        ReferenceModel reference = new ReferenceModel(checkpoint);
        Request request = new Request(List.of(3, 1, 4), 6, Sampling.greedy(), List.of(), Set.of(), true);
        Completion completion =
                engine.generate(List.of(request), PLAIN).completions().get(0);
        List<Integer> tokens = new ArrayList<>(request.prompt());
        for (int i = 0; i < 6; i++) {
            double[][] hidden =
                    reference.hidden(tokens, tokens.stream().map(t -> 3).toList(), 3);
            double[] logits = reference.logits(hidden[hidden.length - 1]);
            int token = completion.tokens().get(i);
            double sum = 0;
            for (double logit : logits) {
                sum += Math.exp(logit - logits[token]);
            }
            assertThat(completion.logProbabilities().get(i)).isCloseTo(-Math.log(sum), within(1e-5));
            tokens.add(token);
        }
        assertThat(completion.logProbabilities()).hasSize(6);
    }

    @Test
    void stopTokensEndACompletion() {
        Completion free = engine.generate(requests(1, 9), PLAIN).completions().get(0);
        Request request = new Request(
                requests(1, 9).get(0).prompt(),
                NEW,
                Sampling.greedy(),
                List.of(),
                Set.of(free.tokens().get(5)),
                false);
        Completion stopped =
                engine.generate(List.of(request), PLAIN).completions().get(0);
        int first = free.tokens().indexOf(free.tokens().get(5));
        assertThat(stopped.tokens()).isEqualTo(free.tokens().subList(0, first + 1));
        assertThat(stopped.end()).isEqualTo(Completion.End.STOP);
    }

    @Test
    void nothingStaysBehind() {
        long before = Scope.liveValues();
        long scopes = Scope.liveScopes();
        engine.generate(requests(9, 10), PLAIN.withExit(compaction(0.8, 3)).withDrafts(2));
        assertThat(Scope.liveValues()).isEqualTo(before);
        assertThat(Scope.liveScopes()).isEqualTo(scopes);
    }

    static ExitPolicy compaction(double threshold, int parked) {
        return new ExitPolicy.Compaction(ExitTest.topProbability(threshold), List.of(), parked);
    }

    private static ExitPolicy leavingPrompts(double threshold, int parked) {
        return new ExitPolicy.Compaction(ExitTest.topProbability(threshold), List.of(), parked, true);
    }

    static List<Request> requests(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Request> requests = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int[] prompt = random.ints(random.nextInt(1, 40), 0, VOCABULARY).toArray();
            requests.add(Request.greedy(prompt, NEW));
        }
        return requests;
    }

    static List<List<Integer>> tokens(Generation generation) {
        return generation.completions().stream().map(Completion::tokens).toList();
    }
}
