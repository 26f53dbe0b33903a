package org.quern.inference;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.quern.pretrain.checkpoint.Safetensors;
import org.quern.pretrain.checkpoint.SafetensorsWriter;
import org.quern.pretrain.model.ModelConfig;

/**
 * For each exit a linear classifier of its state (CALM, arXiv 2207.07061, section 3.5): {@code sigmoid(w . h / rms(h) + b)} is
 * the probability that the last layer says what the exit says. Kept with the checkpoint.
 *
 * @param weights by exit layer, counted from 1: H numbers, then the bias
 */
public record ExitClassifiers(Map<Integer, float[]> weights) {
    private static final String FILE = "exit_classifiers.safetensors";

    /** Copies the map. */
    public ExitClassifiers {
        weights = Map.copyOf(new TreeMap<>(weights));
    }

    /** A checkpoint's classifiers, where it has any. */
    static Optional<ExitClassifiers> read(Path checkpoint, ModelConfig config) throws IOException {
        Path path = checkpoint.resolve(FILE);
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        Map<Integer, float[]> weights = new TreeMap<>();
        try (Safetensors file = Safetensors.open(path)) {
            for (int exit : config.exitLayers()) {
                FloatBuffer numbers = file.floats(name(exit));
                if (numbers.remaining() != config.hiddenSize() + 1) {
                    throw new IOException(String.format(
                            "%s: %s must hold %d numbers, got %d",
                            path, name(exit), config.hiddenSize() + 1, numbers.remaining()));
                }
                float[] values = new float[numbers.remaining()];
                numbers.get(values);
                weights.put(exit, values);
            }
        }
        return Optional.of(new ExitClassifiers(weights));
    }

    /** Writes them into the checkpoint's folder. */
    public void write(Path checkpoint) throws IOException {
        SafetensorsWriter writer = new SafetensorsWriter();
        weights.forEach(
                (exit, values) -> writer.add(name(exit), new long[] {values.length}, () -> FloatBuffer.wrap(values)));
        CheckpointFolder.put(checkpoint.resolve(FILE), file -> writer.write(file, Map.of()));
    }

    private static String name(int exit) {
        return "exit." + exit + ".classifier";
    }
}
