package org.quern.ingest.html;

import java.util.Locale;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.TextNode;

/** The line above a block of code that says only that it is code, such as {@code Code: Select all}. */
final class CodeLabel {
    private static final int MAX_CHARS = 40;

    private CodeLabel() {}

    /**
     * Whether a block stands right before code, ends with a colon but for links, and says "code", or is in a frame that
     * its names say is of code.
     */
    static boolean is(Box box, PageMeasure measure) {
        Element element = box.element;
        Element parent = element.parent();
        if (!box.block || !box.leaf || box.chars == 0 || box.chars > MAX_CHARS || parent == null) {
            return false;
        }
        if (!isBeforeCode(box, parent, measure)) {
            return false;
        }
        String label = unlinked(element).toLowerCase(Locale.ROOT);
        return label.endsWith(":")
                && (label.equals("code:")
                        || label.endsWith(" code:")
                        || ((ClassWords.of(element) | ClassWords.of(parent)) & ClassWords.CODE) != 0);
    }

    private static boolean isBeforeCode(Box box, Element parent, PageMeasure measure) {
        if (box.end >= measure.size()) {
            return false;
        }
        Box next = measure.box(box.end);
        return parent.equals(next.element.parent()) && isCode(next, measure);
    }

    private static boolean isCode(Box box, PageMeasure measure) {
        Box inner = measure.box(Math.min(box.index + 1, box.end - 1));
        return box.element.nameIs("pre")
                || (inner.chars == box.chars && CodeBlock.TAGS.contains(inner.element.normalName()));
    }

    private static String unlinked(Element element) {
        StringBuilder text = new StringBuilder();
        for (TextNode node : element.textNodes()) {
            text.append(node.text());
        }
        return text.toString().strip();
    }
}
