package org.quern.ingest.pdf;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Lines to paragraphs, over the ends of columns and pages. What is smaller than the text (footnotes, captions) and comes between
 * a paragraph's lines follows it.
 */
final class Paragraphs {
    private static final float NOTE = 0.92f;
    private static final float HEADING = 1.12f;
    private static final float HIGH_HEADING = 1.3f;
    private static final float TITLE = 1.6f;
    private static final int MAX_HEADING_CHARS = 200;

    private final float bodySize;
    private final Hyphens hyphens;
    private final List<String> done = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private @Nullable Paragraph body;
    private @Nullable Paragraph note;

    private Paragraphs(float bodySize, Hyphens hyphens) {
        this.bodySize = bodySize;
        this.hyphens = hyphens;
    }

    /** The text of a file's pages. */
    static String text(List<Page> pages) {
        Paragraphs paragraphs = new Paragraphs(mainSize(pages), Hyphens.of(pages));
        for (Page page : pages) {
            for (List<Segment> column : Columns.of(page.segments(), mainSize(List.of(page)))) {
                TextLine.of(column).forEach(paragraphs::add);
            }
        }
        paragraphs.endNote();
        paragraphs.endBody();
        return paragraphs.done.stream().filter(text -> !text.isEmpty()).collect(Collectors.joining("\n\n"));
    }

    /** The size of the font of most characters. */
    private static float mainSize(List<Page> pages) {
        TreeMap<Float, Integer> chars = new TreeMap<>();
        pages.stream()
                .flatMap(page -> page.segments().stream())
                .forEach(segment -> chars.merge(segment.size(), segment.text().length(), Integer::sum));
        return chars.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse(0f);
    }

    private void add(TextLine line) {
        boolean isNote = line.size() <= NOTE * bodySize;
        Paragraph open = isNote ? note : body;
        if (!isNote) {
            endNote();
        }
        if (open != null && open.isContinuedBy(line)) {
            open.add(line);
        } else if (isNote) {
            endNote();
            note = new Paragraph(line);
        } else {
            endBody();
            body = new Paragraph(line);
        }
    }

    private void endNote() {
        if (note != null) {
            notes.add(note.text(hyphens));
            note = null;
        }
    }

    private void endBody() {
        if (body != null) {
            done.add(heading(body.size() / bodySize, body.text(hyphens)));
            body = null;
        }
        done.addAll(notes);
        notes.clear();
    }

    private static String heading(float ratio, String text) {
        if (ratio < HEADING || text.length() > MAX_HEADING_CHARS || text.chars().noneMatch(Character::isLetter)) {
            return text;
        }
        String mark = ratio >= TITLE ? "# " : ratio >= HIGH_HEADING ? "## " : "### ";
        return mark + text.replace('\n', ' ');
    }
}
