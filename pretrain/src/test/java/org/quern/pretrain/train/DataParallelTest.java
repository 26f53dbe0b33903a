package org.quern.pretrain.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quern.pretrain.checkpoint.Safetensors;
import org.quern.pretrain.kernel.Torch;

final class DataParallelTest {
    private static final String MODEL = "stage2/model.safetensors";

    @TempDir
    static Path corpus;

    @TempDir
    Path temporary;

    @BeforeAll
    static void writeCorpus() throws IOException {
        TinyCorpus.write(corpus);
        Torch.useThreads(1);
    }

    @Test
    void twoRanksAreOneWithTwiceTheMicroBatches() throws Exception {
        Path alone = run("alone", TinyCorpus.config(1, 128, "fp32"));
        Path together = run("together", TinyCorpus.config(2, 128, "fp32"));
        assertClose(together, alone);
    }

    @Test
    void twoRanksBrokenOffGoOnToTheSameBytes() throws Exception {
        assertBreaksLeaveNoTrace(TinyCorpus.config(2, 128, "bf16"), 20, 51, 97);
    }

    @Test
    void localStepsBrokenOffGoOnToTheSameBytes() throws Exception {
        assertBreaksLeaveNoTrace(localSteps(5), 10, 25, 40);
    }

    @Test
    void muonsMatricesBelongToOneRankEach() throws Exception {
        Path alone = run("alone", muon(1));
        Path together = run("together", muon(2));
        assertClose(together, alone);
        assertThat(lastLoss(alone)).isLessThan(2.0);
        Path shrunk = folder("shrunk");
        assertThatThrownBy(() -> Ranks.train(muon(2), corpus, shrunk, 190)).hasMessageContaining("broken");
        Ranks.train(muon(1), corpus, shrunk, Ranks.NEVER);
        assertClose(shrunk, alone);
    }

    @Test
    void muonBrokenOffGoesOnToTheSameBytes() throws Exception {
        assertBreaksLeaveNoTrace(muon(2), 100, 250);
    }

    private static PretrainConfig muon(int ranks) {
        return TinyCorpus.config(ranks, 64, "fp32")
                .with(Map.of("optimizer.kind", "muon", "optimizer.muonRateFactor", "2"));
    }

    @Test
    void aBatchThatGrowsIsTheSameForAnyNumberOfRanks() throws Exception {
        Map<String, String> ramp = Map.of("batchRamp.fromTokens", "64", "batchRamp.overTokens", "1000");
        Path alone = run("alone", TinyCorpus.config(1, 64, "fp32").with(ramp));
        // As for any number of ranks; the first steps have a micro-batch for one of them only.
        ramp = Map.of("batchRamp.fromTokens", "64", "batchRamp.overTokens", "1000", "ranks", "0");
        Path together = folder("together");
        Ranks.train(TinyCorpus.config(2, 64, "fp32").with(ramp), 2, corpus, together, Ranks.NEVER);
        assertClose(together, alone);
        assertThat(Files.readAllLines(together.resolve("metrics.jsonl")))
                .hasSameSizeAs(Files.readAllLines(alone.resolve("metrics.jsonl")));
    }

    private void assertBreaksLeaveNoTrace(PretrainConfig config, int... breaks) throws Exception {
        Path straight = run("straight", config);
        for (int operations : breaks) {
            Path broken = folder("broken" + operations);
            assertThatThrownBy(() -> Ranks.train(config, corpus, broken, operations))
                    .hasMessageContaining("broken");
            Ranks.train(config, corpus, broken, Ranks.NEVER);
            for (String file : List.of("stage1/model.safetensors", MODEL, "metrics.jsonl")) {
                assertThat(Files.readAllBytes(broken.resolve(file)))
                        .as("%s after a break at operation %d", file, operations)
                        .isEqualTo(Files.readAllBytes(straight.resolve(file)));
            }
        }
    }

    @Test
    void anotherNumberOfRanksGoesOn() throws Exception {
        Path straight = run("straight", TinyCorpus.config(1, 128, "fp32"));
        Path shrunk = folder("shrunk");
        assertThatThrownBy(() -> Ranks.train(TinyCorpus.config(2, 128, "fp32"), corpus, shrunk, 70))
                .hasMessageContaining("broken");
        Ranks.train(TinyCorpus.config(1, 128, "fp32"), corpus, shrunk, Ranks.NEVER);
        assertClose(shrunk, straight);
        Path grown = folder("grown");
        assertThatThrownBy(() -> Ranks.train(TinyCorpus.config(1, 128, "fp32"), corpus, grown, 50))
                .hasMessageContaining("broken");
        Ranks.train(TinyCorpus.config(2, 128, "fp32"), corpus, grown, Ranks.NEVER);
        assertClose(grown, straight);
    }

    @Test
    void localStepsLearnTheSameWithLessTraffic() throws Exception {
        Path synchronous = folder("synchronous");
        long all = Ranks.train(TinyCorpus.config(2, 128, "fp32"), corpus, synchronous, Ranks.NEVER);
        Path local = folder("local");
        long few = Ranks.train(localSteps(5), corpus, local, Ranks.NEVER);
        // 20 steps against 2 + 2 exchanges at fives, 2 at the ends of stages.
        assertThat((double) all / few).isBetween(3.0, 5.0);
        assertThat(lastLoss(local)).isLessThan(2.5);
    }

    private static PretrainConfig localSteps(int steps) {
        return TinyCorpus.config(2, 128, "fp32").with(Map.of("exchange.localSteps", Integer.toString(steps)));
    }

    private Path run(String name, PretrainConfig config) throws Exception {
        Path folder = folder(name);
        Ranks.train(config, corpus, folder, Ranks.NEVER);
        return folder;
    }

    private Path folder(String name) throws IOException {
        return Files.createDirectory(temporary.resolve(name));
    }

    private static double lastLoss(Path folder) throws IOException {
        List<String> lines = Files.readAllLines(folder.resolve("metrics.jsonl"));
        return Double.parseDouble(lines.get(lines.size() - 1).replaceAll(".*\"loss\":([0-9.]+).*", "$1"));
    }

    private static void assertClose(Path folder, Path expected) throws IOException {
        try (Safetensors a = Safetensors.open(folder.resolve(MODEL));
                Safetensors b = Safetensors.open(expected.resolve(MODEL))) {
            for (String name : b.entries().keySet()) {
                assertThat(difference(a.floats(name), b.floats(name))).as(name).isLessThan(1e-3);
            }
        }
    }

    private static double difference(FloatBuffer a, FloatBuffer b) {
        double largest = 0;
        for (int i = 0; i < a.limit(); i++) {
            largest = Math.max(largest, Math.abs(a.get(i) - b.get(i)));
        }
        return largest;
    }
}
