package org.quern.pretrain.checkpoint;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/** A safetensors file, open for reading: metadata first, a tensor when asked for. */
public final class Safetensors implements AutoCloseable {
    private static final long MAX_HEADER_BYTES = 100_000_000;

    private final Path file;
    private final FileChannel channel;
    private final SafetensorsHeader header;
    private final long dataStart;

    private Safetensors(Path file, FileChannel channel, SafetensorsHeader header, long dataStart) {
        this.file = file;
        this.channel = channel;
        this.header = header;
        this.dataStart = dataStart;
    }

    /**
     * Opens a file and checks that it is whole: that its header's tensors fill it exactly.
     *
     * @throws IOException where it is not, with the reason
     */
    public static Safetensors open(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            long headerBytes = read(channel, 0, 8).getLong();
            if (headerBytes < 2 || headerBytes > Math.min(MAX_HEADER_BYTES, channel.size() - 8)) {
                throw new IllegalArgumentException(
                        "a header of " + headerBytes + " bytes in a file of " + channel.size());
            }
            byte[] json = read(channel, 8, (int) headerBytes).array();
            SafetensorsHeader header = SafetensorsHeader.parse(json, channel.size() - 8 - headerBytes);
            return new Safetensors(file, channel, header, 8 + headerBytes);
        } catch (IllegalArgumentException | ArithmeticException | EOFException e) {
            channel.close();
            throw new IOException(file + " is not a whole safetensors file: " + e.getMessage(), e);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** The tensors by name. */
    public Map<String, TensorEntry> entries() {
        return Map.copyOf(header.entries());
    }

    /** The header's own strings. */
    public Map<String, String> metadata() {
        return Map.copyOf(header.metadata());
    }

    /** A tensor's numbers as fp32; it must be F32, BF16 or F16. */
    public FloatBuffer floats(String name) throws IOException {
        TensorEntry entry = header.entries().get(name);
        if (entry == null) {
            throw new IOException(file + " has no tensor " + name);
        }
        ByteBuffer bytes = read(channel, dataStart + entry.begin(), Math.toIntExact(entry.end() - entry.begin()));
        if (entry.dtype().equals("F32")) {
            return bytes.asFloatBuffer();
        }
        FloatBuffer floats = FloatBuffer.allocate(Math.toIntExact(entry.size()));
        while (floats.hasRemaining()) {
            floats.put(widen(entry, bytes.getShort()));
        }
        return floats.flip();
    }

    private float widen(TensorEntry entry, short bits) throws IOException {
        return switch (entry.dtype()) {
            case "BF16" -> Float.intBitsToFloat(bits << 16);
            case "F16" -> HalfFloat.toFloat(bits);
            default ->
                throw new IOException(
                        file + ": tensor " + entry.name() + " must be F32, BF16 or F16, got " + entry.dtype());
        };
    }

    private static ByteBuffer read(FileChannel channel, long at, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, at + bytes.position()) < 0) {
                throw new EOFException("ends after " + channel.size() + " bytes");
            }
        }
        return bytes.flip();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
