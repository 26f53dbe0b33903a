package org.quern.ingest.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** Verdicts on texts at and around every threshold; {@code datatrove_verdicts.py} beside the fixture made it. */
class DatatroveParityTest {
    private static final Map<String, Rule> RULES = Map.of(
            "gopherRepetition", new GopherRepetition(),
            "gopherQuality", GopherQuality.english(),
            "c4", new C4(true),
            "c4WithoutPunctuation", new C4(false),
            "fineWeb", new FineWebQuality());

    /** Our reasons by datatrove's, where the names do not follow from each other. */
    private static final Map<String, String> REASONS = Map.ofEntries(
            Map.entry("gopher_short_doc", "words"),
            Map.entry("gopher_below_avg_threshold", "mean_word_length"),
            Map.entry("gopher_above_avg_threshold", "mean_word_length"),
            Map.entry("gopher_too_many_hashes", "hashes"),
            Map.entry("gopher_too_many_ellipsis", "ellipses"),
            Map.entry("gopher_too_many_bullets", "bullet_lines"),
            Map.entry("gopher_too_many_end_ellipsis", "ellipsis_lines"),
            Map.entry("gopher_below_alpha_threshold", "alpha_words"),
            Map.entry("gopher_enough_stop_words", "stop_words"),
            Map.entry("dup_para_frac", "duplicate_paragraphs"),
            Map.entry("dup_para_char_frac", "duplicate_paragraph_characters"),
            Map.entry("dup_line_frac", "duplicate_lines"),
            Map.entry("dup_line_char_frac", "duplicate_line_characters"),
            Map.entry("too_few_sentences", "sentences"),
            Map.entry("line_punct_ratio", "punctuated_lines"),
            Map.entry("short_line_ratio", "short_lines"),
            Map.entry("char_dup_ratio", "duplicate_line_characters"),
            Map.entry("list_ratio", "newlines_per_word"));

    @Test
    void everyVerdictAndEditIsDatatroves() throws IOException {
        try (InputStream in = resource("datatrove-verdicts.jsonl")) {
            assertThat(disagreements(in)).isEmpty();
        }
    }

    @Test
    void verdictsOnDocumentationAreDatatroves() throws IOException {
        try (InputStream in = new GZIPInputStream(resource("docs-warc-verdicts.jsonl.gz"))) {
            assertThat(disagreements(in)).isEmpty();
        }
    }

    private static List<String> disagreements(InputStream fixture) throws IOException {
        List<String> disagreements = new ArrayList<>();
        ObjectMapper mapper = new ObjectMapper();
        BufferedReader lines = new BufferedReader(new InputStreamReader(fixture, StandardCharsets.UTF_8));
        int number = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            number++;
            JsonNode row = mapper.readTree(line);
            for (String name : RULES.keySet()) {
                String difference = difference(row, name);
                if (!difference.isEmpty()) {
                    disagreements.add(number + " " + name + ": " + difference);
                }
            }
        }
        assertThat(number).isPositive();
        return disagreements;
    }

    private static String difference(JsonNode row, String name) {
        Verdict verdict = Objects.requireNonNull(RULES.get(name))
                .judge(new MeasuredText(row.get("text").textValue()));
        String reason = verdict.reason().substring(verdict.reason().lastIndexOf('.') + 1);
        String theirs = ours(row.get(name).textValue());
        if (!reason.equals(theirs)) {
            return "\"" + reason + "\" at " + verdict.value() + ", theirs is \"" + theirs + "\"";
        }
        return verdict.edited()
                        .filter(edited ->
                                !sha256(edited).equals(row.get(name + "Text").textValue()))
                        .isPresent()
                ? "another edited text"
                : "";
    }

    private static String ours(String reason) {
        String renamed = REASONS.getOrDefault(reason, reason);
        return renamed.replace("duplicated_", "duplicate_").replace("_n_grams", "_grams");
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, 32);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static InputStream resource(String name) {
        return Objects.requireNonNull(DatatroveParityTest.class.getResourceAsStream(name), name);
    }
}
