package org.quern.pretrain.checkpoint;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.quern.pretrain.kernel.Scope;
import org.quern.pretrain.model.ConfigJson;
import org.quern.pretrain.model.ModelConfig;
import org.quern.pretrain.model.ParameterBuffer;
import org.quern.pretrain.model.ParameterLayout;
import org.quern.pretrain.model.ParameterSpec;

/**
 * A plain HF folder: {@code config.json}, {@code model.safetensors} (fp32, HF names), {@code tokenizer.json}.
 *
 * @param path the folder
 */
public record ModelFolder(Path path) {
    /** The model's shape. */
    public ModelConfig config() throws IOException {
        Path file = path.resolve("config.json");
        try {
            return ConfigJson.read(Files.readString(file));
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    /** The tokenizer's file. */
    public Path tokenizer() {
        return path.resolve("tokenizer.json");
    }

    /**
     * Loads weights, fp32 whatever the file's type.
     *
     * @throws IOException where a tensor is missing or has another shape
     */
    public ParameterBuffer load(Scope owner, ParameterLayout layout) throws IOException {
        ParameterBuffer weights = ParameterBuffer.zeros(owner, layout);
        read(weights, name -> true);
        return weights;
    }

    /**
     * The same into weights that are there.
     *
     * @param wanted the names of the parameters to read
     */
    public void read(ParameterBuffer weights, Predicate<String> wanted) throws IOException {
        try (Safetensors file = Safetensors.open(path.resolve("model.safetensors"))) {
            for (ParameterLayout.Slot slot : weights.layout().slots()) {
                if (!wanted.test(slot.spec().name())) {
                    continue;
                }
                long offset = slot.offset();
                for (ParameterSpec.Part part : slot.spec().parts()) {
                    long size = part.rows()
                            * slot.spec().size()
                            / Math.max(1, slot.spec().rows());
                    if (size > 0) {
                        weights.memory(offset, size).put(floats(file, slot.spec(), part));
                    }
                    offset += size;
                }
            }
        }
    }

    private FloatBuffer floats(Safetensors file, ParameterSpec spec, ParameterSpec.Part part) throws IOException {
        TensorEntry entry = file.entries().get(part.name());
        List<Long> expected = Arrays.stream(spec.shape(part.rows())).boxed().toList();
        if (entry == null || !entry.shape().equals(expected)) {
            throw new IOException("%s: tensor %s must have shape %s, got %s"
                    .formatted(path, part.name(), expected, entry == null ? "none" : entry.shape()));
        }
        return file.floats(part.name());
    }

    /**
     * Writes a folder whole or not at all: into a sibling, then renamed. A folder that is there already is replaced.
     *
     * @param tokenizerJson the bytes of {@code tokenizer.json}
     */
    public static void write(Path path, ModelConfig config, ParameterBuffer weights, byte[] tokenizerJson)
            throws IOException {
        write(path, config, List.of(weights), tokenizerJson);
    }

    /** The same of weights in several buffers. */
    public static void write(Path path, ModelConfig config, List<ParameterBuffer> weights, byte[] tokenizerJson)
            throws IOException {
        Path partial = path.resolveSibling("." + path.getFileName() + ".partial");
        Folders.delete(partial);
        Files.createDirectories(partial);
        Files.writeString(partial.resolve("config.json"), ConfigJson.write(config));
        Files.write(partial.resolve("tokenizer.json"), tokenizerJson);
        SafetensorsWriter writer = new SafetensorsWriter();
        weights.forEach(buffer -> add(buffer, writer));
        writer.write(partial.resolve("model.safetensors"), Map.of("format", "pt"));
        Folders.delete(path);
        Files.move(partial, path, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void add(ParameterBuffer weights, SafetensorsWriter writer) {
        for (ParameterLayout.Slot slot : weights.layout().slots()) {
            long offset = slot.offset();
            for (ParameterSpec.Part part : slot.spec().parts()) {
                long start = offset;
                long size = part.rows()
                        * slot.spec().size()
                        / Math.max(1, slot.spec().rows());
                if (size > 0) {
                    writer.add(part.name(), slot.spec().shape(part.rows()), () -> weights.memory(start, size));
                }
                offset += size;
            }
        }
    }
}
