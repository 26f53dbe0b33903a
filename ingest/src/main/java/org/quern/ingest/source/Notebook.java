package org.quern.ingest.source;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.quern.ingest.html.CodeBlock;

/**
 * A Jupyter notebook as Markdown: its Markdown cells as they are, its code cells as fenced blocks in the kernel's language;
 * outputs and raw cells are left out. Formats 3 (worksheets, headings of their own) and 4 of nbformat.
 */
final class Notebook {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Notebook() {}

    /**
     * The notebook's text.
     *
     * @throws IOException if it is no notebook
     */
    static String text(String json) throws IOException {
        JsonNode notebook = parse(json);
        JsonNode cells = notebook.has("cells")
                ? notebook.get("cells")
                : notebook.path("worksheets").path(0).path("cells");
        if (!cells.isArray()) {
            throw new IOException("no notebook: no cells");
        }
        String language = language(notebook.path("metadata"));
        List<String> parts = new ArrayList<>();
        cells.forEach(
                cell -> part(cell, language).filter(part -> !part.isBlank()).ifPresent(parts::add));
        return String.join("\n\n", parts);
    }

    private static JsonNode parse(String json) throws IOException {
        try {
            return MAPPER.readTree(json);
        } catch (JacksonException e) {
            throw new IOException("no notebook: " + e.getOriginalMessage(), e);
        }
    }

    private static Optional<String> part(JsonNode cell, String language) {
        String source = lines(cell.has("source") ? cell.get("source") : cell.path("input"));
        return switch (cell.path("cell_type").asText()) {
            case "markdown" -> Optional.of(source.strip());
            case "heading" ->
                Optional.of("#".repeat(Math.max(1, cell.path("level").asInt(1))) + " " + source.strip());
            case "code" -> Optional.of(source.isBlank() ? "" : CodeBlock.fenced(source.stripTrailing(), language));
            default -> Optional.empty();
        };
    }

    private static String lines(JsonNode source) {
        if (!source.isArray()) {
            return source.asText();
        }
        StringBuilder all = new StringBuilder();
        source.forEach(line -> all.append(line.asText()));
        return all.toString();
    }

    private static String language(JsonNode metadata) {
        String told = metadata.path("language_info").path("name").asText("");
        return told.isEmpty() ? metadata.path("kernelspec").path("language").asText("") : told;
    }
}
