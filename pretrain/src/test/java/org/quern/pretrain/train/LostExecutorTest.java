package org.quern.pretrain.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quern.ingest.job.ClusterProgram;
import org.quern.pretrain.checkpoint.CheckpointStore;
import org.quern.pretrain.kernel.Torch;

/** Kills a training's processes. {@code -Dquern.kills=10} kills more often. */
final class LostExecutorTest {
    private static final int KILLS = Integer.getInteger("quern.kills", 2);
    private static final List<String> FILES =
            List.of("stage1/model.safetensors", "stage2/model.safetensors", "metrics.jsonl");

    @TempDir
    Path temporary;

    @Test
    void executorsKilledAtRandomMomentsLeaveNoTrace() throws Exception {
        int length = 50 * KILLS;
        Path output = temporary.resolve("model");
        Random random = new Random(KILLS);
        try (ClusterProgram cluster = TwoExecutors.start(temporary, output, length)) {
            long reached = 0;
            for (int kill = 0; kill < KILLS; kill++) {
                reached = waitForCheckpoint(cluster, output, reached);
                Thread.sleep(random.nextInt(1000));
                List<ProcessHandle> executors = cluster.executors();
                assertThat(executors).as(cluster::log).isNotEmpty();
                executors.get(random.nextInt(executors.size())).destroyForcibly();
            }
            cluster.requireSuccess();
            assertThat(cluster.log()).contains("goes on from step");
        }
        assertSameAsUndisturbed(output, length);
    }

    @Test
    void aHungExecutorIsReplaced() throws Exception {
        int length = 20;
        Path output = temporary.resolve("model");
        try (ClusterProgram cluster = TwoExecutors.start(temporary, output, length)) {
            waitForCheckpoint(cluster, output, 0);
            ProcessHandle hung = cluster.executors().get(1);
            new ProcessBuilder("kill", "-STOP", Long.toString(hung.pid()))
                    .start()
                    .waitFor();
            cluster.requireSuccess();
            assertThat(cluster.log()).contains("goes on from step");
        }
        assertSameAsUndisturbed(output, length);
    }

    @Test
    void aDriverKilledAndResubmittedLeavesNoTrace() throws Exception {
        int length = 20;
        Path output = temporary.resolve("model");
        try (ClusterProgram cluster = TwoExecutors.start(temporary, output, length)) {
            waitForCheckpoint(cluster, output, 0);
            cluster.kill();
        }
        try (ClusterProgram cluster = TwoExecutors.start(temporary, output, length)) {
            cluster.requireSuccess();
            assertThat(cluster.log()).contains("pretrain: goes on where an earlier run stopped");
        }
        assertSameAsUndisturbed(output, length);
    }

    private static long waitForCheckpoint(ClusterProgram cluster, Path output, long after) throws Exception {
        CheckpointStore store = new CheckpointStore(output.resolveSibling(".model.partial/trainer"));
        while (true) {
            List<Long> steps = store.steps();
            if (!steps.isEmpty() && steps.get(0) > after) {
                return steps.get(0);
            }
            assertThat(cluster.isRunning()).as(cluster::log).isTrue();
            Thread.sleep(20);
        }
    }

    private void assertSameAsUndisturbed(Path output, int length) throws Exception {
        Torch.useThreads(1);
        Path straight = Files.createDirectory(temporary.resolve("straight"));
        Ranks.train(TwoExecutors.config(length), temporary.resolve("tokens"), straight, Ranks.NEVER);
        for (String file : FILES) {
            assertThat(read(output, file)).as(file).isEqualTo(read(straight, file));
        }
    }

    private static byte[] read(Path folder, String file) throws IOException {
        return Files.readAllBytes(folder.resolve(file));
    }
}
