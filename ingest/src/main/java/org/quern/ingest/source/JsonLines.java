package org.quern.ingest.source;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Optional;
import org.quern.ingest.document.Damage;
import org.quern.ingest.document.DocumentDate;
import org.quern.ingest.document.Finding;
import org.quern.ingest.document.Findings;
import org.quern.ingest.document.Kind;
import org.quern.ingest.document.RawText;

/** Texts from one JSON object a line; without a URL, the object's {@code id} stands for it. */
final class JsonLines implements Findings {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final ByteLines lines;
    private final String source;
    private final ReadOptions options;

    JsonLines(ByteLines lines, String source, ReadOptions options) {
        this.lines = lines;
        this.source = source;
        this.options = options;
    }

    @Override
    public Optional<Finding> next() throws IOException {
        Optional<ByteLines.Line> line = lines.next();
        while (line.isPresent() && line.get().text().filter(String::isBlank).isPresent()) {
            line = lines.next();
        }
        return line.map(this::finding);
    }

    private Finding finding(ByteLines.Line line) {
        if (line.text().isEmpty()) {
            return Damage.tooLarge(source, line.offset(), options.maxDocumentBytes());
        }
        try {
            JsonNode object = MAPPER.readTree(line.text().get());
            JsonNode text = object.path(options.textColumn());
            if (!text.isTextual()) {
                return Damage.damaged(source, line.offset(), "no text in column '" + options.textColumn() + "'");
            }
            JsonNode url = object.path(options.urlColumn());
            JsonNode name = url.isMissingNode() ? object.path("id") : url;
            JsonNode date = object.path(options.dateColumn());
            return new RawText(name.asText(""), source, line.offset(), Kind.PROSE, text.textValue())
                    .withDate(DocumentDate.of(date.asText("")));
        } catch (JacksonException e) {
            return Damage.damaged(source, line.offset(), e.getOriginalMessage());
        }
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
