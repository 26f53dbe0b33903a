package org.quern.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.quern.ingest.job.InputException;
import org.quern.pretrain.kernel.Scope;
import org.quern.pretrain.kernel.Torch;
import org.quern.pretrain.model.ModelConfig;

class EngineTest {
    /** Few tokens, so that an untrained MTP layer is right now and then. */
    private static final int VOCABULARY = 7;

    private static final int NEW = 20;
    private static final DecodingOptions PLAIN = DecodingOptions.plain(64).pastEndOfText();

    @TempDir
    static Path folder;

    private static Engine engine;
    private static ReferenceModel reference;

    @BeforeAll
    static void load() throws Exception {
        // The models are too small to share among threads.
        Torch.useThreads(1);
        Path checkpoint = TinyCheckpoint.write(folder.resolve("model"), TinyCheckpoint.config(VOCABULARY), 7);
        engine = Engine.open(checkpoint, Precision.FP32);
        reference = new ReferenceModel(checkpoint);
    }

    @AfterAll
    static void close() {
        Torch.useThreads(0);
        engine.close();
    }

    @Test
    void cachedDecodingEqualsRecomputing() {
        List<int[]> prompts = prompts(6, 1);
        List<List<Integer>> expected = decoder().decode(prompts, NEW, 2);
        assertThat(tokens(engine.generate(requests(prompts), PLAIN))).isEqualTo(expected);
    }

    @Test
    void aBatchEqualsItsSequencesAlone() {
        List<int[]> prompts = prompts(40, 2);
        Generation together = engine.generate(requests(prompts), PLAIN.withDrafts(0));
        List<List<Integer>> alone = new ArrayList<>();
        for (int[] prompt : prompts) {
            alone.addAll(tokens(engine.generate(requests(List.of(prompt)), PLAIN)));
        }
        assertThat(tokens(together)).isEqualTo(alone);
        // Rows that end at different times and new ones that take their place.
        DecodingOptions seven = DecodingOptions.plain(7).pastEndOfText();
        List<Request> uneven = new ArrayList<>();
        for (int i = 0; i < prompts.size(); i++) {
            uneven.add(Request.greedy(prompts.get(i), 1 + i % NEW));
        }
        List<List<Integer>> few = tokens(engine.generate(uneven, seven));
        for (int i = 0; i < few.size(); i++) {
            assertThat(few.get(i)).isEqualTo(alone.get(i).subList(0, 1 + i % NEW));
        }
    }

    @Test
    void aThresholdAboveOneIsFullDepth() {
        List<Request> requests = requests(prompts(16, 3));
        Generation full = engine.generate(requests, PLAIN);
        Generation never = engine.generate(requests, PLAIN.withExit(wholeBatch(1.01)));
        assertThat(never.completions()).isEqualTo(full.completions());
        assertThat(never.stats().tokensByLayer()).containsExactly(0L, 0L, 16L * NEW);
    }

    @Test
    void anExitFillsTheCacheAsItsDefinitionSays() {
        for (int batch : new int[] {1, 3}) {
            for (double threshold : new double[] {0, 0.3, 0.5, 0.7}) {
                List<int[]> prompts = prompts(batch, 4 + batch);
                ReferenceDecoder decoder = decoder();
                List<List<Integer>> expected = decoder.decode(prompts, NEW, threshold);
                Generation exited = engine.generate(requests(prompts), PLAIN.withExit(wholeBatch(threshold)));
                assertThat(tokens(exited))
                        .as("batch %d, threshold %s", batch, threshold)
                        .isEqualTo(expected);
                assertThat(exited.stats().tokensByLayer()).isEqualTo(decoder.tokensByLayer(NEW));
            }
        }
    }

    @Test
    void marginIsTheLeadOverTheSecond() {
        List<int[]> prompts = prompts(4, 11);
        Generation all = engine.generate(
                requests(prompts),
                PLAIN.withExit(new ExitPolicy.WholeBatch(new ExitTest(0, Confidence.MARGIN, 0), List.of())));
        assertThat(all.stats().tokensByLayer()).containsExactly(4L * (NEW - 1), 0L, 4L);
        Generation none = engine.generate(
                requests(prompts),
                PLAIN.withExit(new ExitPolicy.WholeBatch(new ExitTest(1, Confidence.MARGIN, 0), List.of())));
        assertThat(none.completions())
                .isEqualTo(engine.generate(requests(prompts), PLAIN).completions());
    }

    @Test
    void speculationGivesTheTokensOfPlainGreedy() {
        List<Request> requests = requests(prompts(200, 5));
        Generation plain = engine.generate(requests, PLAIN);
        Generation mtp = engine.generate(requests, PLAIN.withDrafts(1));
        assertThat(mtp.completions()).isEqualTo(plain.completions());
        assertThat(mtp.stats().newTokens()).isEqualTo(200L * NEW);
        assertThat(mtp.stats().accepted()).isPositive().isLessThan(mtp.stats().drafted());
    }

    @Test
    void draftsAreThoseOfTheMtpLayer() {
        List<int[]> prompts = prompts(5, 6);
        long accepted = 0;
        long drafted = 0;
        for (int[] prompt : prompts) {
            List<Integer> whole = new ArrayList<>();
            for (int token : prompt) {
                whole.add(token);
            }
            whole.addAll(decoder().decode(List.of(prompt), NEW, 2).get(0));
            for (int n = prompt.length; n < whole.size() - 2; n++) {
                drafted++;
                if (draft(whole.subList(0, n + 1)) == whole.get(n + 1)) {
                    accepted++;
                    n++;
                }
            }
        }
        DecodingStats stats =
                engine.generate(requests(prompts), PLAIN.withDrafts(1)).stats();
        assertThat(List.of(stats.drafted(), stats.accepted())).isEqualTo(List.of(drafted, accepted));
    }

    /** What the MTP layer proposes after the last of some tokens. */
    private static int draft(List<Integer> tokens) {
        List<Integer> seen = tokens.subList(0, tokens.size() - 1);
        double[][] hidden = reference.hidden(seen, seen.stream().map(t -> 3).toList(), 3);
        return ReferenceDecoder.best(reference.draftLogits(hidden, tokens.subList(1, tokens.size())));
    }

    @Test
    void longPromptsAreReadInChunks() {
        int[] prompt = new SplittableRandom(8).ints(80, 0, VOCABULARY).toArray();
        List<List<Integer>> expected = decoder().decode(List.of(prompt, new int[] {3}), 5, 2);
        for (int drafts : new int[] {0, 1}) {
            Generation generation = engine.generate(
                    List.of(Request.greedy(prompt, 5), Request.greedy(new int[] {3}, 5)), PLAIN.withDrafts(drafts));
            assertThat(tokens(generation)).isEqualTo(expected);
        }
    }

    @Test
    void samplingDependsOnTheSeedAlone() {
        List<Request> requests = new ArrayList<>();
        for (int[] prompt : prompts(9, 9)) {
            List<Integer> ids = Request.greedy(prompt, NEW).prompt();
            requests.add(new Request(ids, NEW, new Sampling(1, 8, 0.9, prompt.length), List.of()));
        }
        Generation once = engine.generate(requests, PLAIN);
        assertThat(engine.generate(requests, PLAIN).completions()).isEqualTo(once.completions());
        assertThat(engine.generate(requests.subList(4, 5), PLAIN).completions())
                .isEqualTo(once.completions().subList(4, 5));
        assertThat(once.completions())
                .isNotEqualTo(engine.generate(requests(prompts(9, 9)), PLAIN).completions());
    }

    private static List<DecodingOptions> speculating() {
        ExitTest leaving = ExitTest.topProbability(0.2);
        return List.of(
                PLAIN.withDrafts(1),
                PLAIN.withDrafts(3),
                PLAIN.withExit(new ExitPolicy.SelfSpeculation(leaving, List.of(), 2, 8)));
    }

    @ParameterizedTest
    @MethodSource("speculating")
    void sampledSpeculationIsDistributedAsTheModel(DecodingOptions options) {
        int samples = Integer.getInteger("quern.samples", 6_000);
        List<Integer> prompt = List.of(5, 2);
        List<Request> requests = new ArrayList<>();
        for (int seed = 0; seed < samples; seed++) {
            requests.add(new Request(prompt, 3, new Sampling(1, 0, 1, seed), List.of()));
        }
        long[] counts = new long[VOCABULARY * VOCABULARY * VOCABULARY];
        Generation generation = engine.generate(requests, options);
        assertThat(generation.stats().drafts().get(0).accepted())
                .isBetween(1L, generation.stats().drafts().get(0).drafted() - 1);
        for (Completion completion : generation.completions()) {
            List<Integer> t = completion.tokens();
            counts[(t.get(0) * VOCABULARY + t.get(1)) * VOCABULARY + t.get(2)]++;
        }
        double[] expected = new double[counts.length];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = probability(
                    prompt, List.of(i / VOCABULARY / VOCABULARY, i / VOCABULARY % VOCABULARY, i % VOCABULARY));
        }
        // 342 degrees of freedom: mean 342, standard deviation 26.
        assertThat(TokenDistributionTest.chiSquare(counts, TokenDistribution.of(expected)))
                .isBetween(200.0, 342 + 4 * 26.2);
    }

    private static double probability(List<Integer> prompt, List<Integer> completion) {
        List<Integer> tokens = new ArrayList<>(prompt);
        double probability = 1;
        for (int token : completion) {
            double[][] hidden =
                    reference.hidden(tokens, tokens.stream().map(t -> 3).toList(), 3);
            double[] logits = reference.logits(hidden[hidden.length - 1]);
            double sum = 0;
            for (double logit : logits) {
                sum += Math.exp(logit - logits[token]);
            }
            probability /= sum;
            tokens.add(token);
        }
        return probability;
    }

    @Test
    void aFullContextEndsASequence() {
        int[] prompt = new SplittableRandom(8).ints(90, 0, VOCABULARY).toArray();
        for (int drafts : new int[] {0, 1}) {
            Completion completion = engine.generate(List.of(Request.greedy(prompt, 50)), PLAIN.withDrafts(drafts))
                    .completions()
                    .get(0);
            assertThat(completion.end()).isEqualTo(Completion.End.CONTEXT);
            assertThat(completion.tokens()).hasSize(6);
        }
        List<Completion> completions = engine.generate(
                        List.of(
                                Request.greedy(new int[96], 1),
                                Request.greedy(new int[] {1, VOCABULARY}, 1),
                                Request.greedy(prompt, 1)),
                        PLAIN)
                .completions();
        assertThat(completions.get(0).error()).contains("the prompt has 96 tokens, but the context of");
        assertThat(completions.get(1).error()).contains("the prompt has the token 7, but those of");
        assertThat(completions.get(2).tokens()).hasSize(1);
    }

    @Test
    void endsAtStopStringsAndAtTheEndOfText() throws Exception {
        Path bytes = TinyCheckpoint.write(folder.resolve("bytes"), TinyCheckpoint.config(257), 3);
        try (Engine spoken = Engine.open(bytes, Precision.FP32)) {
            List<Integer> prompt = List.of(10, 20, 30);
            Completion free = spoken.generate(List.of(new Request(prompt, NEW, Sampling.greedy(), List.of())), PLAIN)
                    .completions()
                    .get(0);
            String stop = free.text().substring(5, 7);
            Completion stopped = spoken.generate(
                            List.of(new Request(prompt, NEW, Sampling.greedy(), List.of(stop))), PLAIN)
                    .completions()
                    .get(0);
            assertThat(stopped.end()).isEqualTo(Completion.End.STOP);
            assertThat(stopped.text())
                    .isEqualTo(free.text().substring(0, free.text().indexOf(stop)));
            assertThat(free.end()).isEqualTo(Completion.End.LENGTH);
        }
    }

    @Test
    void aVocabularyMayBeLargerThanItsTokenizerNotSmaller() throws Exception {
        Path padded = TinyCheckpoint.write(folder.resolve("padded"), TinyCheckpoint.config(400), 3);
        try (Engine spoken = Engine.open(padded, Precision.FP32)) {
            List<Completion> completions =
                    spoken.generate(requests(prompts(8, 13)), PLAIN).completions();
            assertThat(completions).anyMatch(c -> c.tokens().stream().anyMatch(token -> token > 256));
        }
        Path small = TinyCheckpoint.write(folder.resolve("small"), TinyCheckpoint.config(40), 3);
        Files.copy(padded.resolve("tokenizer.json"), small.resolve("tokenizer.json"));
        assertThatThrownBy(() -> Engine.open(small, Precision.FP32))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("has ids up to 256, but vocab_size is 40");
    }

    @Test
    void refusesWhatTheCheckpointCannotDo() throws Exception {
        ModelConfig plain = new ModelConfig(24, 32, 48, 3, 4, 2, 8, 96, 1e-5, 1e4, true, false, 0, List.of());
        Path checkpoint = TinyCheckpoint.write(folder.resolve("plain"), plain, 1);
        try (Engine without = Engine.open(checkpoint, Precision.FP32)) {
            List<Request> requests = requests(prompts(1, 1));
            assertThatThrownBy(() -> without.generate(requests, PLAIN.withDrafts(1)))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("has no MTP layer");
            ExitPolicy exit = wholeBatch(0.5);
            assertThatThrownBy(() -> without.generate(requests, PLAIN.withExit(exit)))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("has no exit_layers");
            assertThat(without.generate(List.of(), PLAIN).completions()).isEmpty();
        }
        assertThatThrownBy(() -> Engine.open(folder, Precision.FP32))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("is no checkpoint");
        Files.write(checkpoint.resolve("model.safetensors"), new byte[20]);
        assertThatThrownBy(() -> Engine.open(checkpoint, Precision.FP32))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("not a whole safetensors file");
    }

    @Test
    void brokenWeightsAreNamed() throws Exception {
        Path broken = TinyCheckpoint.write(folder.resolve("broken"), TinyCheckpoint.config(VOCABULARY), 7);
        Path file = broken.resolve("model.safetensors");
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putFloat(bytes.length - 4, Float.NaN);
        Files.write(file, bytes);
        assertThatThrownBy(() -> Engine.open(broken, Precision.FP32))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("1 of the")
                .hasMessageContaining("are NaN or infinite");
    }

    @Test
    void bf16DecodesAndNothingStaysBehind() throws Exception {
        long before = Scope.liveValues();
        long scopes = Scope.liveScopes();
        try (Engine half = Engine.open(folder.resolve("model"), Precision.BF16)) {
            for (DecodingOptions options : List.of(PLAIN, PLAIN.withDrafts(1), PLAIN.withExit(wholeBatch(0.5)))) {
                Generation generation = half.generate(requests(prompts(5, 12)), options);
                assertThat(generation.completions()).allMatch(c -> c.tokens().size() == NEW);
            }
        }
        assertThat(Scope.liveValues()).isEqualTo(before);
        assertThat(Scope.liveScopes()).isEqualTo(scopes);
    }

    private static ExitPolicy wholeBatch(double threshold) {
        return new ExitPolicy.WholeBatch(ExitTest.topProbability(threshold), List.of());
    }

    private static ReferenceDecoder decoder() {
        return new ReferenceDecoder(reference, List.of(1, 2), 3);
    }

    private static List<int[]> prompts(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<int[]> prompts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            prompts.add(random.ints(random.nextInt(1, 12), 0, VOCABULARY).toArray());
        }
        return prompts;
    }

    private static List<Request> requests(List<int[]> prompts) {
        return prompts.stream().map(prompt -> Request.greedy(prompt, NEW)).toList();
    }

    private static List<List<Integer>> tokens(Generation generation) {
        return generation.completions().stream().map(Completion::tokens).toList();
    }
}
