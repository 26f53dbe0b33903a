package org.quern.ingest.source;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.quern.ingest.document.Finding;
import org.quern.ingest.document.Findings;
import org.quern.ingest.document.Kind;
import org.quern.ingest.document.RawText;

/**
 * WordNet's data files as articles: neighbouring synsets of one lexicographer file, at least {@value #ARTICLE_CHARS}
 * characters of them, each a line {@code synonyms (part of speech): gloss; "example"}. A finding's offset is its first
 * synset's.
 *
 * <p>A line of the file (wndb(5WN)): {@code offset lex_filenum ss_type w_cnt word lex_id ... p_cnt ptr... | gloss}, the
 * word count hexadecimal, blanks in words written {@code _}. Lines of the licence begin with two blanks.
 */
final class WordNetFindings implements Findings {
    static final int ARTICLE_CHARS = 3_000;

    private final ByteLines lines;
    private final String source;
    private @Nullable Synset pending;

    WordNetFindings(ByteLines lines, String source) {
        this.lines = lines;
        this.source = source;
    }

    @Override
    public Optional<Finding> next() throws IOException {
        Optional<Synset> first = take();
        if (first.isEmpty()) {
            return Optional.empty();
        }
        StringBuilder text = new StringBuilder(ARTICLE_CHARS + 512)
                .append("# ")
                .append(LexicographerFile.title(first.get().file()))
                .append("\n\n")
                .append(first.get().line());
        Optional<Synset> next = take();
        while (next.isPresent() && next.get().file() == first.get().file() && text.length() < ARTICLE_CHARS) {
            text.append('\n').append(next.get().line());
            next = take();
        }
        pending = next.orElse(null);
        return Optional.of(new RawText("", source, first.get().offset(), Kind.KNOWLEDGE, text.toString()));
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }

    private Optional<Synset> take() throws IOException {
        Synset waiting = pending;
        pending = null;
        if (waiting != null) {
            return Optional.of(waiting);
        }
        Optional<ByteLines.Line> line = lines.next();
        while (line.isPresent()) {
            Optional<Synset> synset = line.get().text().flatMap(Synset::parse);
            if (synset.isPresent()) {
                return synset;
            }
            line = lines.next();
        }
        return Optional.empty();
    }
}
