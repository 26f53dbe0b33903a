package org.quern.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.quern.inference.DecodingTest.NEW;
import static org.quern.inference.DecodingTest.PLAIN;
import static org.quern.inference.DecodingTest.VOCABULARY;
import static org.quern.inference.DecodingTest.asArray;
import static org.quern.inference.DecodingTest.compaction;
import static org.quern.inference.DecodingTest.requests;
import static org.quern.inference.DecodingTest.tokens;
import static org.quern.inference.DecodingTest.withLogProbabilities;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quern.pretrain.kernel.Torch;
import org.quern.pretrain.model.ModelConfig;

/** Drafts, of the MTP layers or of the lower layers, change no token. */
class SpeculationTest {
    /** More with -Dquern.prompts=1000. */
    private static final int PROMPTS = Integer.getInteger("quern.prompts", 60);

    @TempDir
    static Path folder;

    private static Engine engine;

    @BeforeAll
    static void load() throws Exception {
        Torch.useThreads(1);
        engine = Engine.open(
                TinyCheckpoint.write(folder.resolve("model"), TinyCheckpoint.config(VOCABULARY), 7), Precision.FP32);
    }

    @AfterAll
    static void close() {
        Torch.useThreads(0);
        engine.close();
    }

    @Test
    void everyDepthOfDraftingGivesTheTokensOfPlainGreedy() {
        List<Request> requests = requests(PROMPTS, 4);
        Generation plain = engine.generate(requests, PLAIN);
        for (int drafts = 1; drafts <= 4; drafts++) {
            Generation drafted = engine.generate(requests, PLAIN.withDrafts(drafts));
            assertThat(tokens(drafted)).isEqualTo(tokens(plain));
            assertThat(drafted.stats().drafts()).hasSizeBetween(1, drafts);
            assertThat(drafted.stats().newTokens()).isEqualTo((long) PROMPTS * NEW);
        }
    }

    /** Of few queries for a key head, libtorch's attention sums in another order; of how few, depends on the processor. */
    @Test
    void draftsGiveTheTokensOfPlainGreedyWhateverTheHeads() throws Exception {
        for (int[] heads : new int[][] {{1, 1, 8}, {2, 2, 64}, {2, 1, 64}, {3, 1, 64}, {2, 2, 128}, {4, 1, 128}}) {
            ModelConfig config = new ModelConfig(
                    VOCABULARY, 32, 48, 3, heads[0], heads[1], heads[2], 96, 1e-5, 10_000, true, false, 1, List.of(1));
            Path wide =
                    TinyCheckpoint.write(folder.resolve("heads" + List.of(heads[0], heads[1], heads[2])), config, 7);
            for (Precision precision : List.of(Precision.FP32, Precision.BF16)) {
                try (Engine other = Engine.open(wide, precision)) {
                    List<Request> requests = withLogProbabilities(requests(12, 5), NEW);
                    List<Completion> plain = other.generate(requests, PLAIN).completions();
                    List<Completion> drafted =
                            other.generate(requests, PLAIN.withDrafts(3)).completions();
                    for (int i = 0; i < plain.size(); i++) {
                        String what = precision + ", heads " + Arrays.toString(heads) + ", prompt " + i;
                        assertThat(drafted.get(i).tokens())
                                .as(what)
                                .isEqualTo(plain.get(i).tokens());
                        assertThat(asArray(drafted.get(i).logProbabilities()))
                                .as(what)
                                .containsExactly(
                                        asArray(plain.get(i).logProbabilities()),
                                        within(precision == Precision.FP32 ? 1e-4 : 0.05));
                    }
                }
            }
        }
    }

    @Test
    void selfSpeculationGivesTheTokensOfPlainGreedy() {
        List<Request> requests = requests(PROMPTS, 5);
        Generation plain = engine.generate(requests, PLAIN);
        for (double threshold : new double[] {0, 0.7}) {
            ExitPolicy policy = new ExitPolicy.SelfSpeculation(ExitTest.topProbability(threshold), List.of(), 3, 4);
            Generation drafted = engine.generate(requests, PLAIN.withExit(policy));
            assertThat(tokens(drafted)).isEqualTo(tokens(plain));
            assertThat(drafted.stats().accepted())
                    .isPositive()
                    .isLessThan(drafted.stats().drafted());
        }
    }

    /** A draft after a position that waits goes up with it, so the layers may be others than without drafts. */
    @Test
    void draftsUnderCompactionDependOnTheSequenceAlone() {
        List<Request> requests = requests(40, 6);
        List<Completion> alone = engine.generate(
                        requests,
                        DecodingOptions.plain(1)
                                .pastEndOfText()
                                .withExit(compaction(0.8, 1))
                                .withDrafts(3))
                .completions();
        for (int parked : new int[] {1, 3, 8}) {
            Generation many = engine.generate(
                    requests, PLAIN.withExit(compaction(0.8, parked)).withDrafts(3));
            assertThat(many.completions()).isEqualTo(alone);
            assertThat(many.stats().accepted()).isPositive();
            assertThat(many.stats().tokensByLayer()).allMatch(tokens -> tokens > 0);
        }
    }
}
