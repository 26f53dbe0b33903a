package org.quern.ingest.html;

import java.util.Iterator;
import java.util.Set;
import org.jsoup.nodes.Element;

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
    static boolean isData(Element table, PageMeasure measure) {
        int rows = 0;
        int cells = 0;
        int chars = 0;
        for (Iterator<Element> elements = table.stream().iterator(); elements.hasNext(); ) {
            Element element = elements.next();
            String name = element.normalName();
            if (!element.equals(table) && LAYOUT_PARTS.contains(name)) {
                return false;
            }
            rows += name.equals("tr") ? 1 : 0;
            if (name.equals("td") || name.equals("th")) {
                cells++;
                chars += measure.chars(element);
            }
        }
        return cells > rows && chars <= MAX_MEAN_CELL_CHARS * cells;
    }
}
