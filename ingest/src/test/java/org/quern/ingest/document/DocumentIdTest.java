package org.quern.ingest.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class DocumentIdTest {
    @Test
    void namesByUrlAndTextAlone() {
        Document first = Document.of("http://a.example/", "one.warc.gz", 7, "eng", "web", "Text.");
        Document second = Document.of("http://a.example/", "two.warc.gz", 0, "und", "prose", "Text.")
                .withDate(Optional.of("2024-01-31T23:59:59Z"));

        assertThat(first.id()).isEqualTo(second.id()).matches("[0-9a-f]{32}");
    }

    @Test
    void isFrozen() {
        // printf 'http://a.example/\0Text.' | sha256sum | cut -c1-32
        assertThat(DocumentId.of("http://a.example/", "Text.")).isEqualTo("e68555b483b1863dffb327253446a772");
    }

    @Test
    void keepsUrlAndTextApart() {
        assertThat(DocumentId.of("ab", "c")).isNotEqualTo(DocumentId.of("a", "bc"));
    }
}
