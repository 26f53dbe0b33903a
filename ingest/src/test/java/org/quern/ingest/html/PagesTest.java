package org.quern.ingest.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Pages written for these tests in the markup that mathematics, code, tables and forums have on the web, each beside its
 * text, checked by hand: every formula, code block and post, and nothing of the navigation.
 */
class PagesTest {
    static List<Path> pages() throws IOException, URISyntaxException {
        Path folder = Path.of(PagesTest.class.getResource("pages").toURI());
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".html"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void writesThePageAsChecked(Path page) throws IOException {
        String checked = Files.readString(Path.of(page.toString().replace(".html", ".md")));

        String text = new HtmlExtractor()
                .extract(Files.readString(page))
                .orElseThrow()
                .text();

        assertThat(text).isEqualTo(checked.stripTrailing());
    }

    @Test
    void thereAreThirtyPages() throws IOException, URISyntaxException {
        assertThat(pages()).hasSizeGreaterThanOrEqualTo(30);
    }
}
