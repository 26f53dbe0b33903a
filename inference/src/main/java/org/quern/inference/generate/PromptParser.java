package org.quern.inference.generate;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.quern.inference.GenerateConfig;
import org.quern.inference.Request;
import org.quern.ingest.job.ConfigReader;
import org.quern.ingest.job.InputException;
import org.quern.tokenizer.Tokenizer;

/** Makes requests of lines. A line that cannot be used is told apart, never thrown. */
final class PromptParser {
    private static final ObjectReader STRICT = ConfigReader.JSON
            .reader()
            .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .with(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    private final GenerateConfig defaults;
    private final Optional<Tokenizer> tokenizer;

    PromptParser(GenerateConfig defaults, Optional<Tokenizer> tokenizer) {
        this.defaults = defaults;
        this.tokenizer = tokenizer;
    }

    /**
     * Reads a line.
     *
     * @param index the prompt's number
     */
    Prompt parse(byte[] line, long index) {
        String id = "";
        try {
            ObjectNode object = object(line);
            id = Optional.ofNullable(object.path("id").textValue()).orElse("");
            return new Prompt(index, id, requests(object, index), "");
        } catch (InputException | IllegalArgumentException e) {
            return new Prompt(index, id, List.of(), String.valueOf(e.getMessage()));
        }
    }

    private static ObjectNode object(byte[] line) {
        if (line.length > PromptCutter.MAX_LINE_BYTES) {
            throw new InputException(
                    "the line must have at most " + PromptCutter.MAX_LINE_BYTES + " bytes; make the prompt shorter");
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(line))
                    .toString();
            if (STRICT.readTree(text) instanceof ObjectNode object) {
                object.properties().removeIf(key -> key.getValue().isNull());
                return object;
            }
            throw new InputException("the line must be a JSON object such as {\"prompt\": \"...\"}");
        } catch (CharacterCodingException e) {
            throw new InputException("the line is not UTF-8; convert the file to it", e);
        } catch (JacksonException e) {
            throw new InputException("the line is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    private List<Request> requests(ObjectNode object, long index) {
        PromptLine line = ConfigReader.read(PromptLine.defaults(defaults, index), object, Map.of(), "the line");
        return line.requests(object.has("tokens") ? tokens(object) : encoded(object, line.prompt()));
    }

    private static List<Integer> tokens(ObjectNode object) {
        JsonNode tokens = object.path("tokens");
        if (object.has("prompt")) {
            throw new InputException("the line has both 'prompt' and 'tokens'; give one of them");
        }
        if (!StreamSupport.stream(tokens.spliterator(), false).allMatch(JsonNode::isInt)) {
            throw new InputException("the line's tokens must be token ids, got " + tokens);
        }
        return StreamSupport.stream(tokens.spliterator(), false)
                .map(JsonNode::intValue)
                .toList();
    }

    private List<Integer> encoded(ObjectNode object, String prompt) {
        if (!object.has("prompt")) {
            throw new InputException("the line has neither 'prompt' nor 'tokens'; give one of them");
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(prompt)) {
            throw new InputException("the line's prompt has half of a surrogate pair, which is no character");
        }
        Tokenizer encoder = tokenizer.orElseThrow(
                () -> new InputException(
                        "the line's prompt is text, but the checkpoint has no tokenizer.json; copy it there, or give 'tokens'"));
        return Arrays.stream(encoder.encode(prompt)).boxed().toList();
    }
}
