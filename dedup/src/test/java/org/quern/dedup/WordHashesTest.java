package org.quern.dedup;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class WordHashesTest {
    @Test
    void agreesWithDatatroveOnWhatTheWordsAre() throws IOException {
        for (String line : fixture().lines().toList()) {
            JsonNode node = new ObjectMapper().readTree(line);
            assertThat(words(node.get("text").asText()))
                    .as(line)
                    .isEqualTo(literal(node.get("normalized").asText()));
        }
    }

    @Test
    void takesEachIdeographAsAWord() {
        assertThat(words("日本語です。")).hasSize(5);
        assertThat(words("日本 and\uD842\uDFB7more")).hasSize(5);
    }

    @Test
    void forgetsThePreviousText() {
        WordHashes hashes = new WordHashes();
        hashes.read("a long text with many words");
        assertThat(hashes.read("short")).isEqualTo(1);
        assertThat(hashes.array()[0]).isEqualTo(words("short")[0]);
    }

    @Test
    void growsWithTheText() {
        assertThat(words("word ".repeat(100_000))).hasSize(100_000);
    }

    private static long[] words(String text) {
        WordHashes hashes = new WordHashes();
        int size = hashes.read(text);
        return Arrays.copyOf(hashes.array(), size);
    }

    /** The hashes of a text that is normalised already, word by word. */
    private static long[] literal(String normalized) {
        return Pattern.compile(" ")
                .splitAsStream(normalized)
                .filter(word -> !word.isEmpty())
                .mapToLong(WordHashesTest::hash)
                .toArray();
    }

    private static long hash(String word) {
        long hash = Mix64.SEED;
        for (int i = 0; i < word.length(); i++) {
            hash = (hash ^ word.charAt(i)) * Mix64.MULTIPLIER;
        }
        return Mix64.mix(hash);
    }

    private static String fixture() throws IOException {
        try (InputStream in = WordHashesTest.class.getResourceAsStream("datatrove-normalized.jsonl")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
