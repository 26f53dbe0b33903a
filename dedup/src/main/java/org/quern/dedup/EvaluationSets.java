package org.quern.dedup;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
import org.quern.ingest.job.InputException;

/** Reads evaluation sets: JSONL files with an item a line. */
final class EvaluationSets {
    private static final ObjectReader JSON = new ObjectMapper().reader();

    private final Configuration hadoop;
    private final Map<String, Long> items = new LinkedHashMap<>();

    EvaluationSets(Configuration hadoop) {
        this.hadoop = hadoop;
    }

    /**
     * Hands on every string of every item.
     *
     * @throws InputException if a line is not JSON, or two files have one name
     */
    void read(String file, BiConsumer<EvaluationItem, String> strings) throws IOException {
        Path path = new Path(file);
        String set = path.getName().replaceFirst("\\.(jsonl?|ndjson)(\\.\\w+)?$", "");
        if (items.containsKey(set)) {
            throw new InputException("two evaluation sets are called %s; rename %s".formatted(set, file));
        }
        long number = 0;
        try (BufferedReader lines = open(path)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (!line.isBlank()) {
                    strings(JSON.readTree(line), new EvaluationItem(set, number), strings);
                    items.merge(set, 1L, Long::sum);
                }
            }
        } catch (JacksonException e) {
            throw new InputException("%s line %d is not JSON; give one object a line".formatted(file, number), e);
        }
        if (!items.containsKey(set)) {
            throw new InputException("%s has no items; give one JSON object a line".formatted(file));
        }
    }

    /** How many items each set has that was read. */
    Map<String, Long> items() {
        return items;
    }

    private BufferedReader open(Path path) throws IOException {
        CompressionCodec codec = new CompressionCodecFactory(hadoop).getCodec(path);
        InputStream raw = path.getFileSystem(hadoop).open(path);
        InputStream in = codec == null ? raw : codec.createInputStream(raw);
        return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    }

    private static void strings(JsonNode node, EvaluationItem item, BiConsumer<EvaluationItem, String> strings) {
        if (node.isTextual()) {
            strings.accept(item, node.textValue());
        }
        node.elements().forEachRemaining(child -> strings(child, item, strings));
    }
}
