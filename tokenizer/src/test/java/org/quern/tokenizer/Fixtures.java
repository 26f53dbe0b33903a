package org.quern.tokenizer;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.quern.tokenizer.split.SplitPattern;

/** What hf_trained.py made. */
final class Fixtures {

    private Fixtures() {}

    static byte[] bytes(String name) {
        try (InputStream in = Objects.requireNonNull(Fixtures.class.getResourceAsStream(name), name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Tokenizer tokenizer() {
        return Tokenizer.of(bytes("hf-trained.json"), "hf-trained.json");
    }

    static List<String> corpus() {
        ObjectMapper json = new ObjectMapper();
        return new String(bytes("corpus.jsonl"), StandardCharsets.UTF_8)
                .lines()
                .map(line -> {
                    try {
                        return json.readTree(line).get("text").asText();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .toList();
    }

    static WordCounts words(Iterable<String> texts) {
        return words(texts, SplitPattern.QWEN2);
    }

    static WordCounts words(Iterable<String> texts, SplitPattern pattern) {
        WordCounts words = new WordCounts();
        for (String text : texts) {
            byte[] utf8 = Utf8.of(text);
            for (int start = 0; start < utf8.length; ) {
                int end = pattern.pieceEnd(utf8, start, utf8.length);
                words.add(utf8, start, end, 1);
                start = end;
            }
        }
        return words;
    }

    /** A vocabulary of Qwen2's pattern, with the end of text as its only special token. */
    static TrainedBpe trained(Iterable<String> texts, int vocabSize, long minFrequency) {
        return BpeTrainer.train(
                words(texts), List.of(Tokenizer.END_OF_TEXT), vocabSize, minFrequency, SplitPattern.QWEN2);
    }
}
