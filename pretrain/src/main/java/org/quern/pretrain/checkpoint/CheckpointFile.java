package org.quern.pretrain.checkpoint;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;
import org.quern.pretrain.model.Slice;

/**
 * The file that makes a checkpoint of its shares: their names and the checksums of their headers, in which lie those of
 * the tensors; and the state beside the tensors.
 *
 * @param shares the shares' checksums by file name
 * @param state what a restart needs beside the tensors
 * @param checksum of the two above
 */
record CheckpointFile(Map<String, String> shares, Map<String, String> state, String checksum) {
    private static final String NAME = "checkpoint.json";
    private static final int BLOCK_BYTES = 1 << 16;
    private static final ObjectMapper JSON = new ObjectMapper();

    static void write(Path folder, List<Path> shares, Map<String, String> state) throws IOException {
        Map<String, String> checksums = new TreeMap<>();
        for (Path share : shares) {
            try (Safetensors file = Safetensors.open(share)) {
                checksums.put(share.getFileName().toString(), checksum(file));
            }
        }
        CheckpointFile content = new CheckpointFile(checksums, state, checksum(text(checksums, state)));
        byte[] json = JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(content);
        Files.write(
                folder.resolve(NAME),
                json,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE,
                StandardOpenOption.SYNC);
    }

    static Map<String, String> read(Path folder, List<StateTensor> tensors) throws IOException {
        CheckpointFile content = open(folder.resolve(NAME));
        Map<String, List<StateTensor>> wanted = tensors.stream().collect(Collectors.groupingBy(StateTensor::array));
        Map<StateTensor, Integer> filled = new HashMap<>();
        for (Map.Entry<String, String> share : content.shares().entrySet()) {
            Path path = folder.resolve(share.getKey());
            try (Safetensors file = Safetensors.open(path)) {
                if (!checksum(file).equals(share.getValue())) {
                    throw new IOException(path + " is damaged: its header is not the one that was written");
                }
                for (String name : file.entries().keySet()) {
                    fill(path, file, name, wanted, filled);
                }
            }
        }
        for (StateTensor tensor : tensors) {
            int numbers = filled.getOrDefault(tensor, 0);
            if (numbers != tensor.slice().length()) {
                throw new IOException("%s holds %d of the %d numbers of %s"
                        .formatted(folder, numbers, tensor.slice().length(), tensor.name()));
            }
        }
        return content.state();
    }

    private static CheckpointFile open(Path path) throws IOException {
        CheckpointFile content;
        try {
            content = JSON.readValue(Files.readAllBytes(path), CheckpointFile.class);
        } catch (JacksonException e) {
            throw new IOException(path + " is damaged: " + e.getOriginalMessage(), e);
        }
        if (content.shares() == null
                || content.state() == null
                || !checksum(text(content.shares(), content.state())).equals(content.checksum())) {
            throw new IOException(path + " is damaged: its checksum is not that of its content");
        }
        return content;
    }

    /** Copies what tensors need of one that a share holds. */
    private static void fill(
            Path path,
            Safetensors file,
            String name,
            Map<String, List<StateTensor>> wanted,
            Map<StateTensor, Integer> filled)
            throws IOException {
        int at = name.lastIndexOf('@');
        List<StateTensor> tensors = wanted.get(name.substring(0, Math.max(0, at)));
        if (tensors == null) {
            return;
        }
        FloatBuffer numbers = file.floats(name);
        if (!checksum(numbers.duplicate()).equals(file.metadata().get(name))) {
            throw new IOException(path + " is damaged: tensor " + name + " has another checksum than was written");
        }
        long offset = Long.parseLong(name.substring(at + 1));
        for (StateTensor tensor : tensors) {
            Slice slice = tensor.slice();
            long begin = Math.max(offset, slice.offset());
            long end = Math.min(offset + numbers.limit(), slice.end());
            if (begin < end) {
                int length = (int) (end - begin);
                tensor.memory().get().put((int) (begin - slice.offset()), numbers, (int) (begin - offset), length);
                filled.merge(tensor, length, Integer::sum);
            }
        }
    }

    /** CRC-32C of numbers as a file holds them, little endian. */
    static String checksum(FloatBuffer numbers) {
        CRC32C crc = new CRC32C();
        ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        while (numbers.hasRemaining()) {
            int length = Math.min(numbers.remaining(), BLOCK_BYTES / Float.BYTES);
            block.asFloatBuffer().put(numbers.slice().limit(length));
            numbers.position(numbers.position() + length);
            crc.update(block.array(), 0, length * Float.BYTES);
        }
        return Long.toHexString(crc.getValue());
    }

    private static String checksum(Safetensors file) {
        List<String> lines = new ArrayList<>();
        file.entries().values().forEach(entry -> lines.add(entry.toString()));
        file.metadata().forEach((name, value) -> lines.add(name + "=" + value));
        lines.sort(Comparator.naturalOrder());
        return checksum(String.join("\n", lines));
    }

    private static String text(Map<String, String> shares, Map<String, String> state) {
        return shares + "\n" + state;
    }

    private static String checksum(String text) {
        CRC32C crc = new CRC32C();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(crc.getValue());
    }
}
