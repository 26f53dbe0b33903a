package org.quern.pretrain.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.quern.ingest.job.InputException;
import org.quern.tokenizer.Tokenizer;

/** What the trainer needs of a {@code tokenizer.json}. */
final class TokenizerFile {
    private TokenizerFile() {}

    /** SHA-256 of the file, hex: what the shards say of the tokenizer that made them. */
    static String hash(Path file) throws IOException {
        return Tokenizer.hash(Files.readAllBytes(file));
    }

    /** One more than the largest id. */
    static int vocabSize(Path file) throws IOException {
        JsonNode json = new ObjectMapper().readTree(Files.readString(file));
        int largest = -1;
        for (JsonNode id : json.path("model").path("vocab")) {
            largest = Math.max(largest, id.asInt(-1));
        }
        for (JsonNode added : json.path("added_tokens")) {
            largest = Math.max(largest, added.path("id").asInt(-1));
        }
        if (largest < 0) {
            throw new InputException(file + " has no model.vocab; give the folder that './quern tokenize' wrote");
        }
        return largest + 1;
    }
}
