package org.quern.ingest.html;

import java.util.Set;

/** Tells tables of data from tables that lay out a page. */
final class TableShape {
    private static final int MAX_MEAN_CELL_CHARS = 200;
    private static final Set<String> LAYOUT_PARTS =
            Set.of("table", "h1", "h2", "h3", "h4", "ul", "ol", "pre", "form", "article", "section", "blockquote");

    private TableShape() {}

    /**
     * Whether the table has at least two columns of short cells and no page structure inside. Stops at the first table in
     * the table, so that nested tables cost no more than flat ones.
     */
    static boolean isData(Box table, PageMeasure measure) {
        int rows = 0;
        int cells = 0;
        int chars = 0;
        for (int i = table.index + 1; i < table.end; i++) {
            Box box = measure.box(i);
            String name = box.element.normalName();
            if (LAYOUT_PARTS.contains(name)) {
                return false;
            }
            rows += name.equals("tr") ? 1 : 0;
            if (name.equals("td") || name.equals("th")) {
                cells++;
                chars += box.chars;
            }
        }
        return cells > rows && chars <= MAX_MEAN_CELL_CHARS * cells;
    }
}
