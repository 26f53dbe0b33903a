package org.quern.dedup;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.quern.ingest.job.InputException;

/**
 * The texts of a JSONL of {@code {"text": ...}}, for benchmarks.
 *
 * @param texts in the order of the lines, at least one
 */
record JsonlTexts(List<String> texts) {
    private static final ObjectReader JSON = new ObjectMapper().reader();

    /**
     * Reads all of them.
     *
     * @throws InputException if a line is not JSON, or there is none
     */
    static JsonlTexts read(Path input) throws IOException {
        List<String> texts = new ArrayList<>();
        try (BufferedReader lines = Files.newBufferedReader(input)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                texts.add(JSON.readTree(line).path("text").asText());
            }
        } catch (JacksonException e) {
            throw new InputException(
                    "%s line %d is not JSON; give one object with \"text\" a line".formatted(input, texts.size() + 1),
                    e);
        }
        if (texts.isEmpty()) {
            throw new InputException("%s has no lines; give one JSON object with \"text\" a line".formatted(input));
        }
        return new JsonlTexts(texts);
    }

    /** Their size in UTF-8, in units of 10^6 bytes. */
    double megabytes() {
        return texts.stream()
                        .mapToLong(text -> text.getBytes(StandardCharsets.UTF_8).length)
                        .sum()
                / 1e6;
    }
}
