package org.quern.pretrain.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quern.pretrain.model.Slice;

final class CheckpointStoreTest {
    private static final int NUMBERS = 1000;
    private static final Map<String, String> STATE = Map.of("step", "7");

    @TempDir
    Path folder;

    @Test
    void otherSlicesReadWhatSlicesWrote() throws IOException {
        CheckpointStore store = new CheckpointStore(folder);
        write(store, 7, 3);
        for (int slices : new int[] {1, 2, 5}) {
            float[] read = new float[NUMBERS];
            assertThat(store.read(7, tensors(read, slices))).isEqualTo(STATE);
            assertThat(read).isEqualTo(numbers());
        }
    }

    @Test
    void onlyTheNewestStayAndNothingHalfWrittenCounts() throws IOException {
        CheckpointStore store = new CheckpointStore(folder);
        for (long step : new long[] {5, 10, 100_000_000_000L}) {
            write(store, step, 1);
        }
        store.writeShare(15, 0, tensors(numbers(), 1));
        assertThat(store.steps()).containsExactly(100_000_000_000L, 10L);
        store.deletePartial();
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).hasSize(2);
        }
    }

    @Test
    void aMissingShareIsNotCommitted() throws IOException {
        CheckpointStore store = new CheckpointStore(folder);
        store.writeShare(7, 0, tensors(numbers(), 2).subList(0, 1));
        assertThatThrownBy(() -> store.commit(7, 2, STATE, 2)).isInstanceOf(IOException.class);
        assertThat(store.steps()).isEmpty();
    }

    @Test
    void numbersThatNoShareHoldsAreMissed() throws IOException {
        CheckpointStore store = new CheckpointStore(folder);
        store.writeShare(7, 0, tensors(numbers(), 2).subList(0, 1));
        store.commit(7, 1, STATE, 2);
        assertThatThrownBy(() -> store.read(7, tensors(new float[NUMBERS], 1)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("holds 500 of the 1000 numbers of weights@0");
    }

    @Test
    void aFlippedBitAnywhereIsNoticed() throws IOException {
        CheckpointStore store = new CheckpointStore(folder);
        write(store, 7, 2);
        List<Path> files;
        try (Stream<Path> list = Files.list(folder.resolve("step-00000007"))) {
            files = list.toList();
        }
        assertThat(files).hasSize(3);
        Random random = new Random(1);
        for (int i = 0; i < 600; i++) {
            Path file = files.get(i % files.size());
            byte[] bytes = Files.readAllBytes(file);
            int at = random.nextInt(bytes.length);
            byte kept = bytes[at];
            bytes[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, bytes);
            float[] read = new float[NUMBERS];
            try {
                Map<String, String> state = store.read(7, tensors(read, 1));
                // White space between JSON's tokens is the one thing that may change.
                assertThat(state).as("%s, byte %d", file, at).isEqualTo(STATE);
                assertThat(read).as("%s, byte %d", file, at).isEqualTo(numbers());
                assertThat(Character.isWhitespace(kept))
                        .as("%s, byte %d", file, at)
                        .isTrue();
            } catch (IOException e) {
                assertThat(e).hasMessageContaining(folder.toString());
            }
            bytes[at] = kept;
            Files.write(file, bytes);
        }
    }

    private static void write(CheckpointStore store, long step, int ranks) throws IOException {
        for (int rank = 0; rank < ranks; rank++) {
            store.writeShare(step, rank, tensors(numbers(), ranks).subList(rank, rank + 1));
        }
        store.commit(step, ranks, STATE, 2);
    }

    private static float[] numbers() {
        float[] numbers = new float[NUMBERS];
        for (int i = 0; i < NUMBERS; i++) {
            numbers[i] = i * 0.5f;
        }
        return numbers;
    }

    private static List<StateTensor> tensors(float[] numbers, int slices) {
        List<StateTensor> tensors = new ArrayList<>();
        for (int i = 0; i < slices; i++) {
            int begin = NUMBERS * i / slices;
            int length = NUMBERS * (i + 1) / slices - begin;
            tensors.add(new StateTensor("weights", new Slice(begin, length), () -> FloatBuffer.wrap(numbers)
                    .slice(begin, length)));
        }
        return tensors;
    }
}
