package org.quern.dedup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Speed of signatures, from text to band keys, on one core, with the texts of a JSONL in memory. */
public final class MinHashBench {
    private static final int ROUNDS = 3;

    private MinHashBench() {}

    /**
     * Normalises, shingles, hashes and signs every text once to warm up, then three times; the fastest round counts.
     *
     * @param file JSONL with {@code {"text": ...}}
     * @return {@code docs_per_s}, {@code mb_per_s} (10^6 bytes of UTF-8), {@code docs}, {@code mb}, and {@code band_keys} that were made
     */
    public static Map<String, Number> run(Path file, MinHashConfig config) throws IOException {
        JsonlTexts input = JsonlTexts.read(file);
        List<String> texts = input.texts();
        Sketcher sketcher = new Sketcher(config);
        long keys = sign(sketcher, texts);
        double seconds = Double.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            keys = sign(sketcher, texts);
            seconds = Math.min(seconds, (System.nanoTime() - start) / 1e9);
        }
        double mb = input.megabytes();
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
}
