package org.quern.pretrain.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The JSON at the front of a safetensors file. */
final class SafetensorsHeader {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String METADATA = "__metadata__";

    private final Map<String, TensorEntry> entries;
    private final Map<String, String> metadata;

    SafetensorsHeader(Collection<TensorEntry> tensors, Map<String, String> metadata) {
        entries = new TreeMap<>();
        tensors.forEach(entry -> entries.put(entry.name(), entry));
        this.metadata = new TreeMap<>(metadata);
    }

    /** Reads a header and checks that its tensors fill the data exactly. */
    static SafetensorsHeader parse(byte[] json, long dataBytes) {
        JsonNode root;
        try {
            root = JSON.readTree(new String(json, StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("header is not JSON: " + e.getOriginalMessage(), e);
        }
        if (!root.isObject()) {
            throw new IllegalArgumentException("header is not a JSON object");
        }
        List<TensorEntry> entries = new ArrayList<>();
        Map<String, String> metadata = new TreeMap<>();
        for (Map.Entry<String, JsonNode> field : root.properties()) {
            if (field.getKey().equals(METADATA)) {
                field.getValue()
                        .properties()
                        .forEach(entry ->
                                metadata.put(entry.getKey(), entry.getValue().asText()));
            } else {
                entries.add(entry(field.getKey(), field.getValue()));
            }
        }
        checkFilled(entries, dataBytes);
        return new SafetensorsHeader(entries, metadata);
    }

    private static TensorEntry entry(String name, JsonNode json) {
        JsonNode offsets = json.path("data_offsets");
        if (!json.path("dtype").isTextual() || !json.path("shape").isArray() || offsets.size() != 2) {
            throw new IllegalArgumentException("tensor " + name + ": needs dtype, shape and data_offsets");
        }
        List<Long> shape = new ArrayList<>();
        json.path("shape").forEach(dimension -> shape.add(dimension.asLong(-1)));
        return new TensorEntry(
                name,
                json.path("dtype").asText(),
                shape,
                offsets.get(0).asLong(-1),
                offsets.get(1).asLong(-1));
    }

    private static void checkFilled(List<TensorEntry> entries, long dataBytes) {
        List<TensorEntry> ordered = new ArrayList<>(entries);
        ordered.sort(Comparator.comparingLong(TensorEntry::begin).thenComparingLong(TensorEntry::end));
        long at = 0;
        for (TensorEntry entry : ordered) {
            if (entry.begin() != at) {
                throw new IllegalArgumentException("tensor %s begins at byte %d of the data, expected %d"
                        .formatted(entry.name(), entry.begin(), at));
            }
            at = entry.end();
        }
        if (at != dataBytes) {
            throw new IllegalArgumentException(
                    "tensors take %d bytes, but the file holds %d: cut short?".formatted(at, dataBytes));
        }
    }

    /** The bytes of the header, with its length in front. */
    byte[] bytes() {
        ObjectNode root = JSON.createObjectNode();
        if (!metadata.isEmpty()) {
            metadata.forEach(root.putObject(METADATA)::put);
        }
        for (TensorEntry entry : entries.values()) {
            ObjectNode json = root.putObject(entry.name());
            json.put("dtype", entry.dtype());
            entry.shape().forEach(json.putArray("shape")::add);
            json.putArray("data_offsets").add(entry.begin()).add(entry.end());
        }
        byte[] text = root.toString().getBytes(StandardCharsets.UTF_8);
        int padded = (text.length + 7) / 8 * 8;
        ByteBuffer bytes = ByteBuffer.allocate(8 + padded).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(padded).put(text);
        while (bytes.hasRemaining()) {
            bytes.put((byte) ' ');
        }
        return bytes.array();
    }

    Map<String, TensorEntry> entries() {
        return entries;
    }

    Map<String, String> metadata() {
        return metadata;
    }
}
