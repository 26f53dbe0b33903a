package org.quern.pretrain.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Collects tensors and writes them as one safetensors file, ordered by name. */
public final class SafetensorsWriter {
    private static final int BUFFER_BYTES = 1 << 20;

    private final Map<String, Tensor> tensors = new TreeMap<>();

    @SuppressWarnings("ArrayRecordComponent")
    private record Tensor(long[] shape, Supplier<FloatBuffer> numbers) {
        long size() {
            long size = 1;
            for (long dimension : shape) {
                size *= dimension;
            }
            return size;
        }
    }

    /**
     * Adds an fp32 tensor.
     *
     * @param numbers its numbers; asked for when it is written
     */
    public SafetensorsWriter add(String name, long[] shape, Supplier<FloatBuffer> numbers) {
        if (tensors.put(name, new Tensor(shape.clone(), numbers)) != null) {
            throw new IllegalArgumentException("two tensors are called " + name);
        }
        return this;
    }

    /** Writes the file through to the disk. It must not exist yet. */
    public void write(Path file, Map<String, String> metadata) throws IOException {
        List<TensorEntry> entries = new ArrayList<>();
        long at = 0;
        for (Map.Entry<String, Tensor> tensor : tensors.entrySet()) {
            long end = at + tensor.getValue().size() * Float.BYTES;
            List<Long> shape = new ArrayList<>();
            for (long dimension : tensor.getValue().shape()) {
                shape.add(dimension);
            }
            entries.add(new TensorEntry(tensor.getKey(), "F32", shape, at, end));
            at = end;
        }
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            writeFully(out, ByteBuffer.wrap(new SafetensorsHeader(entries, metadata).bytes()));
            for (Tensor tensor : tensors.values()) {
                writeFloats(out, tensor.numbers().get());
            }
            if (out.position() < at) {
                throw new IOException(file + ": tensors hold fewer bytes than their shapes say");
            }
            out.force(true);
        }
    }

    private static void writeFloats(FileChannel out, FloatBuffer numbers) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        while (numbers.hasRemaining()) {
            int count = Math.min(numbers.remaining(), BUFFER_BYTES / Float.BYTES);
            bytes.clear();
            bytes.asFloatBuffer().put(numbers.slice().limit(count));
            numbers.position(numbers.position() + count);
            writeFully(out, bytes.limit(count * Float.BYTES));
        }
    }

    private static void writeFully(FileChannel out, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }
}
