package org.quern.pretrain.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quern.ingest.job.InputException;
import org.quern.pretrain.checkpoint.CheckpointStore;
import org.quern.pretrain.collective.Collective;
import org.quern.pretrain.collective.Communicator;
import org.quern.pretrain.collective.LostRankException;
import org.quern.pretrain.collective.WatchedCommunicator;
import org.quern.pretrain.kernel.Scope;
import org.quern.pretrain.kernel.Torch;

final class TrainerTest {
    private static final List<String> FILES =
            List.of("stage1/model.safetensors", "stage2/model.safetensors", "stage2/config.json", "metrics.jsonl");

    @TempDir
    static Path corpusFolder;

    @TempDir
    Path temporary;

    @BeforeAll
    static void writeCorpus() throws IOException {
        TinyCorpus.write(corpusFolder);
        Torch.useThreads(1);
    }

    @Test
    void theLossFalls() throws Exception {
        Path folder = Files.createDirectory(temporary.resolve("run"));
        train(TinyCorpus.config(1, 256, "bf16"), folder, Communicator.alone());
        List<JsonNode> metrics = metrics(folder);
        assertThat(metrics).hasSize(20);
        assertThat(metrics.get(0).get("loss").asDouble()).isBetween(3.0, 3.9);
        JsonNode last = metrics.get(19);
        assertThat(last.get("loss").asDouble()).isLessThan(2.0);
        // Each domain has between a third and two thirds of the targets.
        double first = last.get("loss/first").asDouble();
        double second = last.get("loss/second").asDouble();
        assertThat((last.get("loss").asDouble() - first) / (second - first)).isBetween(0.3, 0.7);
        assertThat(metrics.get(19).get("tokens").asLong()).isEqualTo(20 * 256);
        assertThat(new ObjectMapper()
                        .readTree(Files.readString(folder.resolve("stage2/config.json")))
                        .at("/rope_parameters/rope_theta")
                        .asDouble())
                .isEqualTo(640_000);
    }

    @Test
    void aRunBrokenAnywhereEndsWithTheSameBytes() throws Exception {
        PretrainConfig config = TinyCorpus.config(1, 128, "bf16");
        Path straight = Files.createDirectory(temporary.resolve("straight"));
        train(config, straight, Communicator.alone());
        for (int operations : new int[] {1, 5, 11, 19, 21, 26, 38}) {
            Path broken = Files.createDirectory(temporary.resolve("broken" + operations));
            assertThatThrownBy(() -> train(config, broken, breaksAfter(operations)))
                    .isInstanceOf(LostRankException.class)
                    .hasMessage("broken");
            train(config, broken, Communicator.alone());
            for (String file : FILES) {
                assertThat(Files.readAllBytes(broken.resolve(file)))
                        .as("%s after a break at operation %d", file, operations)
                        .isEqualTo(Files.readAllBytes(straight.resolve(file)));
            }
        }
    }

    @Test
    void aDamagedCheckpointIsPassedOver() throws Exception {
        PretrainConfig config = TinyCorpus.config(1, 128, "fp32");
        Path straight = Files.createDirectory(temporary.resolve("straight"));
        train(config, straight, Communicator.alone());
        Path broken = Files.createDirectory(temporary.resolve("broken"));
        assertThatThrownBy(() -> train(config, broken, breaksAfter(37))).hasMessage("broken");
        List<Long> steps = new CheckpointStore(broken.resolve("trainer")).steps();
        assertThat(steps).hasSize(2);
        Path newest = broken.resolve("trainer/step-%08d/rank-0.safetensors".formatted(steps.get(0)));
        byte[] bytes = Files.readAllBytes(newest);
        bytes[bytes.length / 2] ^= 1;
        Files.write(newest, bytes);
        train(config, broken, Communicator.alone());
        for (String file : FILES) {
            assertThat(Files.readAllBytes(broken.resolve(file)))
                    .as(file)
                    .isEqualTo(Files.readAllBytes(straight.resolve(file)));
        }
    }

    @Test
    void aCheckpointThatCannotBeWrittenCostsOnlyItself() throws Exception {
        PretrainConfig config = TinyCorpus.config(1, 128, "fp32");
        Path straight = Files.createDirectory(temporary.resolve("straight"));
        train(config, straight, Communicator.alone());
        Path full = Files.createDirectory(temporary.resolve("full"));
        // A share that cannot be replaced stands for a disk without space.
        train(
                config,
                full,
                alone(values -> Files.createDirectories(
                        full.resolve("trainer/.step-00000005.partial/rank-0.safetensors/full"))));
        assertThat(new CheckpointStore(full.resolve("trainer")).steps()).doesNotContain(5L);
        for (String file : FILES) {
            assertThat(Files.readAllBytes(full.resolve(file)))
                    .as(file)
                    .isEqualTo(Files.readAllBytes(straight.resolve(file)));
        }
    }

    @Test
    void shardsOfAnotherTokenizerAreRefused() throws Exception {
        Path corpus = TinyCorpus.write(temporary.resolve("corpus"));
        Files.writeString(corpus.resolve("tokenizer.json"), " ", StandardOpenOption.APPEND);
        PretrainConfig config = TinyCorpus.config(1, 256, "fp32");
        TrainerSetup setup = new TrainerSetup(
                config.training(),
                new Pretraining(config, List.of()),
                corpus,
                Files.createDirectory(temporary.resolve("run")),
                1);
        try (Trainer trainer = new Trainer(setup, Communicator.alone())) {
            assertThatThrownBy(trainer::run)
                    .isInstanceOf(InputException.class)
                    .hasMessageStartingWith(
                            corpus.resolve("stage1/part-00000.arrow").toString())
                    .hasMessageContaining("must be of tokenizer");
        }
    }

    @Test
    void stepsThatAreNotFiniteAreSkippedThenStopTheRun() throws Exception {
        Path folder = Files.createDirectory(temporary.resolve("nan"));
        Communicator poison = alone(values -> values.putFloat(0, Float.NaN));
        assertThatThrownBy(() -> train(TinyCorpus.config(1, 256, "fp32"), folder, poison))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("3 steps in a row up to step 3");
    }

    @Test
    void anOutlierIsSkippedAndItsDocumentsNamed() throws Exception {
        PretrainConfig config = TinyCorpus.config(1, 256, "fp32");
        Path folder = Files.createDirectory(temporary.resolve("outlier"));
        train(config, folder, spikesAt(9, Integer.MAX_VALUE));
        JsonNode skipped = metrics(folder).get(8);
        assertThat(skipped.get("skipped").asText()).startsWith("gradient norm").contains("the mean + 6.0 sigma");
        // 16 rows of two documents each.
        assertThat(skipped.get("documents")).hasSize(2 * 16);
        assertThat(skipped.get("documents").get(0).get("id").asText()).matches("[ab][0-9]+");
        assertThat(metrics(folder).get(9).has("skipped")).isFalse();
        assertThat(metrics(folder).get(19).get("tokens").asLong()).isEqualTo(20 * 256);

        Path broken = Files.createDirectory(temporary.resolve("outlier-broken"));
        // After the first stage, whose end is always saved.
        assertThatThrownBy(() -> train(config, broken, spikesAt(9, 13))).hasMessage("broken");
        train(config, broken, Communicator.alone());
        for (String file : FILES) {
            assertThat(Files.readAllBytes(broken.resolve(file)))
                    .as(file)
                    .isEqualTo(Files.readAllBytes(folder.resolve(file)));
        }
    }

    @Test
    void noNativeMemoryIsLeft() throws Exception {
        long values = Scope.liveValues();
        long scopes = Scope.liveScopes();
        Path folder = Files.createDirectory(temporary.resolve("leak"));
        train(TinyCorpus.config(1, 128, "bf16"), folder, Communicator.alone());
        assertThat(Scope.liveValues()).isEqualTo(values);
        assertThat(Scope.liveScopes()).isEqualTo(scopes);
    }

    private static void train(PretrainConfig config, Path folder, Communicator communicator) throws IOException {
        TrainerSetup setup =
                new TrainerSetup(config.training(), new Pretraining(config, List.of()), corpusFolder, folder, 1);
        try (Trainer trainer = new Trainer(setup, communicator)) {
            trainer.run();
        }
    }

    /** A single rank, of whose reductions a test is told, and which it may make fail. */
    private static Communicator alone(Reduction before) {
        return new WatchedCommunicator(Communicator.alone(), (kind, values) -> {
            if (kind == Collective.REDUCE_SCATTER) {
                before.run(values);
            }
        });
    }

    private interface Reduction {
        void run(ByteBuffer values) throws IOException;
    }

    private static Communicator breaksAfter(int operations) {
        AtomicInteger calls = new AtomicInteger();
        return alone(values -> {
            if (calls.incrementAndGet() > operations) {
                throw new IOException("broken");
            }
        });
    }

    /** Makes a step's gradient a thousand times larger, and breaks after another one. */
    private static Communicator spikesAt(int step, int breaksAfter) {
        AtomicInteger steps = new AtomicInteger();
        return alone(values -> {
            // Of a step's operations, that of the matrices is the only large one.
            if (values.remaining() > 1000 * Float.BYTES && steps.incrementAndGet() == step) {
                values.putFloat(0, 1000);
            }
            if (steps.get() > breaksAfter) {
                throw new IOException("broken");
            }
        });
    }

    private static List<JsonNode> metrics(Path folder) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve("metrics.jsonl"))) {
            lines.add(new ObjectMapper().readTree(line));
        }
        return lines;
    }
}
