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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.quern.ingest.job.InputException;

/** Speed of signatures, from text to band keys, on one core, with the texts of a JSONL in memory. */
public final class MinHashBench {
    private static final ObjectReader JSON = new ObjectMapper().reader();
    private static final int ROUNDS = 3;

    private MinHashBench() {}

    /**
     * Normalises, shingles, hashes and signs every text once to warm up, then three times; the fastest round counts.
     *
     * @param input JSONL with {@code {"text": ...}}
     * @return {@code docs_per_s}, {@code mb_per_s} (10^6 bytes of UTF-8), {@code docs}, {@code mb}, and {@code band_keys} that were made
     */
    public static Map<String, Number> run(Path input, MinHashConfig config) throws IOException {
        List<String> texts = texts(input);
        Sketcher sketcher = new Sketcher(config);
        long keys = sign(sketcher, texts);
        double seconds = Double.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            keys = sign(sketcher, texts);
            seconds = Math.min(seconds, (System.nanoTime() - start) / 1e9);
        }
        double mb = texts.stream()
                        .mapToLong(text -> text.getBytes(StandardCharsets.UTF_8).length)
                        .sum()
                / 1e6;
        Map<String, Number> figures = new LinkedHashMap<>();
        figures.put("docs_per_s", texts.size() / seconds);
        figures.put("mb_per_s", mb / seconds);
        figures.put("docs", texts.size());
        figures.put("mb", mb);
        figures.put("band_keys", keys);
        return figures;
    }

    private static long sign(Sketcher sketcher, List<String> texts) {
        long keys = 0;
        for (String text : texts) {
            keys += sketcher.bands(text).length;
        }
        return keys;
    }

    private static List<String> texts(Path input) throws IOException {
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
        return texts;
    }
}
