package org.quern.ingest.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quern.ingest.language.LanguageIdentifier;

class LanguageBenchTest {
    private static Map<String, Object> accuracy(Path udhr) throws IOException {
        return LanguageBench.accuracy(LanguageBench.mostSpoken(udhr), LanguageIdentifier.standard());
    }

    @Test
    void sentencesAreCutByTheirRule() {
        String word = "quernstone ";
        UdhrText text = new UdhrText(
                "eng", "Short. " + word.repeat(5) + "; " + word.repeat(21) + "\n" + "一".repeat(250) + "\n");

        assertThat(text.sentences())
                .containsExactly(word.repeat(5) + ";", word.repeat(18).strip(), "一".repeat(200), "一".repeat(50));
        assertThat(new UdhrText("por_BR", "").language()).isEqualTo("por");
    }

    @Test
    void errorsAreCountedByText(@TempDir Path folder) throws IOException {
        Files.writeString(
                folder.resolve("eng.txt"), "The quern is a stone tool for grinding grain by hand, in every house.\n");
        Files.writeString(
                folder.resolve("fra_1.txt"), "This is a text that somebody has forgotten to translate into French.\n");
        Files.writeString(folder.resolve("vec.txt"), "Not among the most spoken languages.\n");

        assertThat(accuracy(folder))
                .containsEntry("texts", 2)
                .containsEntry("texts_right", 0.5)
                .containsEntry("sentences_right", 0.5)
                .containsEntry("texts_wrong", Map.of("fra_1", Map.of("eng", 1)));
    }

    /** What is asked of ingest: 98% of whole texts, 92% of sentences. */
    @Test
    @Tag("shared")
    void mostSpokenLanguagesAreTold() throws IOException {
        Path shared = Path.of(Objects.requireNonNull(System.getenv("QUERN_SHARED"), "QUERN_SHARED"));

        Map<String, Object> figures = accuracy(shared.resolve("data/language/udhr2.zip"));

        assertThat(figures).containsEntry("languages", 75L).containsEntry("texts", 92);
        assertThat((double) figures.get("texts_right")).isGreaterThanOrEqualTo(0.98);
        assertThat((double) figures.get("sentences_right")).isGreaterThanOrEqualTo(0.92);
    }
}
