package org.quern.pretrain.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SafetensorsTest {
    @TempDir
    Path folder;

    @Test
    void whatIsWrittenIsRead() throws Exception {
        try (Safetensors file = Safetensors.open(write())) {
            assertThat(file.metadata()).containsExactly(Map.entry("format", "pt"));
            assertThat(file.entries()).containsOnlyKeys("a", "b");
            assertThat(file.entries().get("b").shape()).containsExactly(2L, 3L);
            assertThat(file.floats("b")).isEqualTo(FloatBuffer.wrap(new float[] {1, 2, 3, 4, 5, 6}));
            assertThat(file.floats("a")).isEqualTo(FloatBuffer.wrap(new float[] {-0.5f}));
            assertThatThrownBy(() -> file.floats("c"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("no tensor c");
        }
    }

    @Test
    void halfPrecisionIsWidened() throws Exception {
        String header = "{\"h\":{\"dtype\":\"F16\",\"shape\":[3],\"data_offsets\":[0,6]},"
                + "\"b\":{\"dtype\":\"BF16\",\"shape\":[1],\"data_offsets\":[6,8]}}";
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        byte[] all = Arrays.copyOf(new byte[] {(byte) text.length}, 8 + text.length + 8);
        System.arraycopy(text, 0, all, 8, text.length);
        System.arraycopy(new byte[] {0, 0x3c, 1, 0, 0, (byte) 0xfc, (byte) 0xc0, 0x3f}, 0, all, 8 + text.length, 8);
        Path path = Files.write(folder.resolve("half"), all);
        try (Safetensors file = Safetensors.open(path)) {
            assertThat(file.floats("h"))
                    .isEqualTo(FloatBuffer.wrap(new float[] {1, 0x1p-24f, Float.NEGATIVE_INFINITY}));
            assertThat(file.floats("b").get(0)).isEqualTo(1.5f);
        }
    }

    @Test
    void aFileCutAnywhereIsRefused() throws Exception {
        byte[] whole = Files.readAllBytes(write());
        for (int length = 0; length < whole.length; length++) {
            Path cut = Files.write(folder.resolve("cut"), Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> Safetensors.open(cut)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void damagedHeadersAreRefusedOrRead() throws Exception {
        byte[] whole = Files.readAllBytes(write());
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 2000; i++) {
            byte[] damaged = whole.clone();
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            Path path = Files.write(folder.resolve("damaged"), damaged);
            try (Safetensors file = Safetensors.open(path)) {
                assertThat(file.entries().size()).as("seed %d", seed).isBetween(1, 2);
            } catch (IOException e) {
                assertThat(e).as("seed %d", seed).hasMessageContaining("not a whole safetensors file");
            }
        }
    }

    private Path write() throws IOException {
        Path path = folder.resolve("x.safetensors");
        Files.deleteIfExists(path);
        new SafetensorsWriter()
                .add("b", new long[] {2, 3}, () -> FloatBuffer.wrap(new float[] {1, 2, 3, 4, 5, 6}))
                .add("a", new long[] {1}, () -> FloatBuffer.wrap(new float[] {-0.5f}))
                .write(path, Map.of("format", "pt"));
        return path;
    }
}
