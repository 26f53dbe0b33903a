package org.quern.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceFormatTest {
    @ParameterizedTest
    @CsvSource({
        "CC-MAIN-2024.warc.gz, WARC",
        "old.ARC, WARC",
        "a/b/page.html.gz, HTML",
        "paper.PDF, PDF",
        "README.md, TEXT",
        "Main.java, CODE",
        "corpus.jsonl.gz, JSONL",
        "corpus.jsonl.zst, JSONL",
        "CC-MAIN-2024.warc.wet.gz, WARC",
        "paper.tex, TEX",
        "analysis.ipynb, NOTEBOOK",
        "part-00000.snappy.parquet, PARQUET",
        "net/sf/extjwnl/data.noun, WORDNET",
    })
    void namesTell(String name, SourceFormat format) {
        assertThat(SourceFormat.ofName(name)).contains(format);
    }

    @Test
    void otherNamesTellNothing() {
        assertThat(SourceFormat.ofName("logo.png")).isEmpty();
        assertThat(SourceFormat.ofName("a.html/java")).isEmpty();
    }

    @Test
    void namedFormats() {
        assertThat(SourceFormat.named("auto")).isEmpty();
        assertThat(SourceFormat.named("html")).contains(SourceFormat.HTML);
        assertThatThrownBy(() -> SourceFormat.named("doc"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "format must be one of auto, warc, html, pdf, text, code, tex, notebook, jsonl, parquet, wordnet, got doc");
    }
}
