package org.quern.ingest.language.fasttext;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;

/** {@code fasttext-predictions.jsonl}, which {@code fasttext_predictions.py} beside it made. */
public final class FastTextFixture {
    private FastTextFixture() {}

    static List<JsonNode> rows() throws IOException {
        try (InputStream in = FastTextFixture.class.getResourceAsStream("fasttext-predictions.jsonl")) {
            return new ObjectMapper()
                    .readerFor(JsonNode.class)
                    .<JsonNode>readValues(Objects.requireNonNull(in))
                    .readAll();
        }
    }

    /** The bytes of a quantised classifier of eng, deu, fra, rus and jpn. */
    public static byte[] model() throws IOException {
        return model(6);
    }

    static byte[] model(int row) throws IOException {
        return rows().get(row).get("model").binaryValue();
    }
}
