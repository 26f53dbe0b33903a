package org.quern.inference.generate;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.quern.ingest.job.ConfigReader;

/** A finished output, read back. */
final class Completions {
    private Completions() {}

    /** The names of all parts, in order. */
    static List<String> parts(Path output) throws IOException {
        try (var files = Files.list(output)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("part-"))
                    .sorted()
                    .toList();
        }
    }

    /** All lines, in order. */
    static List<JsonNode> lines(Path output) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String part : parts(output)) {
            try (BufferedReader in = new BufferedReader(new InputStreamReader(
                    new GZIPInputStream(Files.newInputStream(output.resolve(part))), StandardCharsets.UTF_8))) {
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    lines.add(ConfigReader.JSON.readTree(line));
                }
            }
        }
        return lines;
    }
}
