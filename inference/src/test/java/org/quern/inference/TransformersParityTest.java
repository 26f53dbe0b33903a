package org.quern.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.quern.ingest.job.ConfigReader;

/** Against transformers, by the file that {@code transformers_golden.py} made from the same checkpoint. */
class TransformersParityTest {
    private static final Path CHECKPOINT = Path.of("target", "parity-checkpoint");

    private static JsonNode cases;

    @BeforeAll
    static void load() throws Exception {
        TinyCheckpoint.write(CHECKPOINT, TinyCheckpoint.config(64), 20);
        try (InputStream in = TransformersParityTest.class.getResourceAsStream("transformers-golden.json")) {
            cases = ConfigReader.JSON.readTree(Objects.requireNonNull(in)).path("cases");
        }
    }

    @Test
    void greedyTokensAreTheSameInRaggedBatches() {
        List<Request> requests = new ArrayList<>();
        for (JsonNode each : cases) {
            // Closer than this, rounding may decide.
            assertThat(each.path("gap").asDouble()).isGreaterThan(1e-5);
            requests.add(new Request(ints(each.path("prompt")), 16, Sampling.greedy(), List.of()));
        }
        try (Engine engine = Engine.open(CHECKPOINT, Precision.FP32)) {
            for (int drafts : new int[] {0, 1}) {
                Generation generation = engine.generate(
                        requests, DecodingOptions.plain(16).pastEndOfText().withDrafts(drafts));
                for (int i = 0; i < requests.size(); i++) {
                    assertThat(generation.completions().get(i).tokens())
                            .as("prompt %d", i)
                            .isEqualTo(ints(cases.get(i).path("greedy")));
                }
            }
        }
    }

    @Test
    void lossesAreTheSameInPaddedBatches() {
        List<int[]> windows = new ArrayList<>();
        for (JsonNode each : cases) {
            List<Integer> tokens = new ArrayList<>(ints(each.path("prompt")));
            tokens.addAll(ints(each.path("greedy")));
            windows.add(tokens.stream().mapToInt(Integer::intValue).toArray());
        }
        try (LossScorer scorer = LossScorer.open(CHECKPOINT)) {
            assertThat(scorer.layers()).containsExactly(1, 2, 3);
            double[][] losses = scorer.losses(windows);
            for (int i = 0; i < windows.size(); i++) {
                assertThat(losses[i][2] / (windows.get(i).length - 1))
                        .isCloseTo(cases.get(i).path("loss").asDouble(), within(1e-5));
            }
        }
    }

    private static List<Integer> ints(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asInt)
                .toList();
    }
}
