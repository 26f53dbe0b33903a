package org.quern.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.quern.ingest.job.ConfigReader;

/** Runs a notebook's cells through JShell, as the Java kernel would, against the tests' finished run. */
@ExtendWith(FinishedRun.class)
class NotebookTest {
    private static final Path NOTEBOOK = Path.of("..", "notebooks", "run.ipynb");

    @Test
    void everyCellRuns(Path run) throws IOException {
        List<String> cells = cells();
        assertThat(cells).hasSizeGreaterThan(5);
        System.setProperty("quern.run", run.toString());
        try (JShell shell = JShell.builder().executionEngine("local").build()) {
            for (String entry : System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                    .split(java.io.File.pathSeparator, -1)) {
                shell.addToClasspath(entry);
            }
            cells.forEach(cell -> runCell(shell, cell));
        } finally {
            System.clearProperty("quern.run");
        }
    }

    private static List<String> cells() throws IOException {
        JsonNode notebook = ConfigReader.JSON.readTree(NOTEBOOK.toFile());
        return StreamSupport.stream(notebook.get("cells").spliterator(), false)
                .filter(cell -> cell.get("cell_type").asText().equals("code"))
                .map(NotebookTest::source)
                .toList();
    }

    private static String source(JsonNode cell) {
        StringBuilder source = new StringBuilder();
        cell.get("source").forEach(line -> source.append(line.asText()));
        return source.toString();
    }

    private static void runCell(JShell shell, String cell) {
        String rest = cell;
        while (!rest.isBlank()) {
            SourceCodeAnalysis.CompletionInfo info = shell.sourceCodeAnalysis().analyzeCompletion(rest);
            String snippet = info.source() == null ? rest : info.source();
            for (SnippetEvent event : shell.eval(snippet)) {
                assertThat(event.exception()).as(snippet).isNull();
                assertThat(event.status())
                        .as(() -> snippet
                                + shell.diagnostics(event.snippet())
                                        .map(d -> d.getMessage(null))
                                        .toList())
                        .isEqualTo(Snippet.Status.VALID);
            }
            rest = info.remaining() == null ? "" : info.remaining();
        }
    }
}
