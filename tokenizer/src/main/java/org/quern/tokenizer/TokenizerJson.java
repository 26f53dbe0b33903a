package org.quern.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.quern.tokenizer.AddedTokens.AddedToken;
import org.quern.tokenizer.split.SplitPattern;

/**
 * Reads a Hugging Face tokenizer.json of the kind that Quern encodes: byte-level BPE, split by a known pattern.
 * Anything that would change the ids and is not understood is refused, never passed over.
 */
final class TokenizerJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode root;
    private final Map<String, Integer> ids = new HashMap<>();

    private TokenizerJson(JsonNode root) {
        this.root = root;
    }

    /** What a tokenizer.json says. */
    record Content(Vocabulary vocabulary, TextNormalizer normalizer, SplitPattern pattern, AddedTokens added) {}

    /**
     * Reads the file's bytes.
     *
     * @throws IllegalArgumentException if they are no JSON, or no tokenizer of this kind
     */
    static Content read(byte[] json) {
        try {
            return new TokenizerJson(JSON.readTree(json)).content();
        } catch (IOException e) {
            throw new IllegalArgumentException("not JSON: " + e.getMessage(), e);
        }
    }

    private Content content() {
        JsonNode model = root.path("model");
        // Files as old as GPT-2's have no type.
        require(model, "type", model.has("type") ? "BPE" : "");
        for (String option : List.of("dropout", "continuing_subword_prefix", "end_of_word_suffix")) {
            requireEmpty(model, option);
        }
        require(root.path("decoder"), "type", "ByteLevel");
        TextNormalizer normalizer = normalizer();
        SplitPattern pattern = PreTokenizerJson.read(root.path("pre_tokenizer"));
        model.path("vocab")
                .properties()
                .forEach(entry -> ids.put(entry.getKey(), entry.getValue().asInt()));
        AddedTokens added = added(normalizer);
        Vocabulary vocabulary = new Vocabulary(
                tokens(added.tokens()),
                added,
                merges(model.path("merges")),
                model.path("ignore_merges").asBoolean());
        return new Content(vocabulary, normalizer, pattern, added);
    }

    private TextNormalizer normalizer() {
        JsonNode normalizer = root.path("normalizer");
        if (normalizer.isMissingNode() || normalizer.isNull()) {
            return TextNormalizer.NONE;
        }
        require(normalizer, "type", "NFC");
        return TextNormalizer.NFC;
    }

    private AddedTokens added(TextNormalizer normalizer) {
        List<AddedToken> added = new ArrayList<>();
        for (JsonNode token : root.path("added_tokens")) {
            for (String flag : List.of("single_word", "lstrip", "rstrip")) {
                requireFalse(token, flag);
            }
            if (normalizer != TextNormalizer.NONE) {
                requireFalse(token, "normalized");
            }
            added.add(new AddedToken(
                    token.path("content").asText(), token.path("id").asInt()));
        }
        return new AddedTokens(added);
    }

    private byte[][] tokens(List<AddedToken> added) {
        int size = ids.values().stream().mapToInt(id -> id + 1).max().orElse(0);
        for (AddedToken token : added) {
            size = Math.max(size, token.id() + 1);
        }
        byte[][] tokens = new byte[size][0];
        Map<String, Integer> ordinary = new HashMap<>(ids);
        for (AddedToken token : added) {
            ordinary.remove(token.content());
            tokens[token.id()] = Utf8.of(token.content());
        }
        ordinary.forEach((token, id) -> tokens[id] = ByteAlphabet.decode(token));
        return tokens;
    }

    /** A merge is {@code ["a", "b"]}, or {@code "a b"} in files of older versions. */
    private List<Merge> merges(JsonNode pairs) {
        List<Merge> merges = new ArrayList<>(pairs.size());
        for (JsonNode pair : pairs) {
            String[] parts = pair.isTextual()
                    ? pair.asText().split(" ", 2)
                    : new String[] {pair.path(0).asText(), pair.path(1).asText()};
            if (parts.length != 2) {
                throw new IllegalArgumentException("a merge must be a pair of tokens, got " + pair);
            }
            merges.add(new Merge(id(parts[0]), id(parts[1]), id(parts[0] + parts[1])));
        }
        return merges;
    }

    private int id(String token) {
        Integer id = ids.get(token);
        if (id == null) {
            throw new IllegalArgumentException(
                    "a merge has the token '%s', which is not in the vocabulary".formatted(token));
        }
        return id;
    }

    private static void require(JsonNode node, String key, String value) {
        if (!node.path(key).asText().equals(value)) {
            throw new IllegalArgumentException("%s must be %s, got %s".formatted(key, value, node.path(key)));
        }
    }

    private static void requireFalse(JsonNode node, String key) {
        if (node.path(key).asBoolean()) {
            throw new IllegalArgumentException("%s must be false, got %s".formatted(key, node.path(key)));
        }
    }

    private static void requireEmpty(JsonNode node, String key) {
        JsonNode value = node.path(key);
        if (!value.isMissingNode()
                && !value.isNull()
                && !(value.isTextual() && value.asText().isEmpty())) {
            throw new IllegalArgumentException("%s must be null, got %s".formatted(key, value));
        }
    }
}
