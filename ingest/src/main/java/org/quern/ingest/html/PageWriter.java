package org.quern.ingest.html;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeFilter;
import org.jsoup.select.NodeTraversor;
import org.jspecify.annotations.Nullable;

/** Writes what is {@linkplain Selection selected} of a page as Markdown, each root in one walk. */
final class PageWriter implements NodeFilter {
    /** What stands between links and other asides. */
    private static final String SEPARATORS = "-–—|·•»/";

    private static final int MAX_SEPARATOR_CHARS = 20;

    private final TextWriter out = new TextWriter();
    private final Selection selection;
    private final PageMeasure measure;
    private final ListLevels lists = new ListLevels();
    private final Deque<Boolean> dataTables = new ArrayDeque<>();

    /** The box of the next element that the walk meets. */
    private int next;

    private @Nullable Element lastDropped;

    private PageWriter(Selection selection, PageMeasure measure) {
        this.selection = selection;
        this.measure = measure;
    }

    static String write(Selection selection, PageMeasure measure) {
        PageWriter writer = new PageWriter(selection, measure);
        for (Box root : selection.roots()) {
            writer.next = root.index;
            NodeTraversor.filter(writer, root.element);
        }
        return writer.out.toString();
    }

    @Override
    public FilterResult head(Node node, int depth) {
        if (node instanceof TextNode text) {
            out.text(isBesideDropped(text) ? " " : Formula.inText(text.getWholeText()));
            return FilterResult.CONTINUE;
        }
        if (!(node instanceof Element element)) {
            return FilterResult.SKIP_ENTIRELY;
        }
        Box box = measure.box(next);
        FilterResult result = write(element, box, depth);
        next = result == FilterResult.CONTINUE ? next + 1 : box.end;
        return result;
    }

    private FilterResult write(Element element, Box box, int depth) {
        Optional<String> formula = Formula.of(box);
        if (formula.isPresent()) {
            writeFormula(formula.get());
            return FilterResult.SKIP_ENTIRELY;
        }
        if (box.unseen || (depth > 0 && selection.drops(box))) {
            lastDropped = element;
            out.breakLine(box.block ? 2 : 0);
            return FilterResult.SKIP_ENTIRELY;
        }
        writeOpening(selection.opening(box));
        return begin(element, box);
    }

    /** Whether a text only separates what is dropped from the rest. */
    private boolean isBesideDropped(TextNode text) {
        return isSeparator(text.getWholeText())
                && ((lastDropped != null && lastDropped.equals(text.previousSibling()))
                        || (text.nextSibling() instanceof Element && selection.drops(measure.box(next))));
    }

    private static boolean isSeparator(String text) {
        if (text.length() > MAX_SEPARATOR_CHARS) {
            return false;
        }
        String bare = text.replace('\u00a0', ' ').strip();
        return bare.length() == 1 && SEPARATORS.indexOf(bare.charAt(0)) >= 0;
    }

    private void writeOpening(String line) {
        if (!line.isEmpty()) {
            out.breakLine(2);
            out.verbatim(line);
            out.breakLine(2);
        }
    }

    private FilterResult begin(Element element, Box box) {
        String name = element.normalName();
        switch (name) {
            case "pre" -> {
                return writeCode(element);
            }
            case "code", "kbd", "samp", "tt" -> {
                return CodeBlock.hasLines(element) ? writeCode(element) : writeInlineCode(element);
            }
            case "sup", "sub" -> {
                return Script.of(box).map(this::writeScript).orElse(FilterResult.CONTINUE);
            }
            case "br" -> out.breakLine(1);
            case "h1", "h2", "h3", "h4", "h5", "h6" -> {
                out.breakLine(2);
                out.beginHeading();
                out.marker("#".repeat(name.charAt(1) - '0') + " ");
            }
            case "ul", "ol" -> beginList(box);
            case "li" -> beginItem();
            case "thead", "tbody", "tfoot" -> out.breakLine(inDataTable() ? 1 : 2);
            case "table" -> {
                if (CodeBlock.isNumbered(box, measure)) {
                    return writeCode(element);
                }
                beginTable(box);
            }
            case "tr" -> beginRow();
            case "td", "th" -> beginCell();
            case "dt", "dd" -> out.breakLine(1);
            default -> out.breakLine(Tags.BLOCK.contains(name) ? 2 : 0);
        }
        return FilterResult.CONTINUE;
    }

    @Override
    public FilterResult tail(Node node, int depth) {
        if (node instanceof Element element) {
            switch (element.normalName()) {
                case "ul", "ol" -> endList();
                case "cite" -> endCitation(element);
                case "li", "dt", "dd" -> out.breakLine(1);
                case "td", "th" -> endCell();
                case "thead", "tbody", "tfoot" -> out.breakLine(inDataTable() ? 1 : 2);
                case "tr" -> endRow();
                case "table" -> endTable();
                case "h1", "h2", "h3", "h4", "h5", "h6" -> {
                    out.endHeading();
                    out.breakLine(2);
                }
                default -> out.breakLine(Tags.BLOCK.contains(element.normalName()) ? 2 : 0);
            }
        }
        return FilterResult.CONTINUE;
    }

    private void writeFormula(String formula) {
        boolean display = formula.startsWith("$$");
        if (display) {
            out.breakLine(2);
        }
        out.verbatim(out.isFlat() ? formula.replace('\n', ' ') : formula);
        if (display) {
            out.breakLine(2);
        }
    }

    private FilterResult writeCode(Element pre) {
        if (out.isFlat()) {
            out.verbatim(CodeBlock.inline(pre));
        } else {
            out.breakLine(2);
            out.dropMarker();
            out.verbatim(CodeBlock.fenced(pre));
            out.breakLine(2);
        }
        return FilterResult.SKIP_ENTIRELY;
    }

    private FilterResult writeInlineCode(Element code) {
        out.verbatim(CodeBlock.inline(code));
        return FilterResult.SKIP_ENTIRELY;
    }

    private FilterResult writeScript(String script) {
        out.verbatim(script);
        return FilterResult.SKIP_ENTIRELY;
    }

    /** Who is quoted stands on a line of its own. */
    private void endCitation(Element citation) {
        if (citation.ownText().endsWith(":")) {
            out.breakLine(1);
        }
    }

    private void beginList(Box list) {
        out.breakLine(lists.isOutside() ? 2 : 1);
        if (framesPosts(list)) {
            lists.beginFrame();
        } else if (list.element.nameIs("ol")) {
            lists.beginNumbered();
        } else {
            lists.beginUnnumbered();
        }
    }

    private boolean framesPosts(Box list) {
        for (int i = list.index + 1; i < list.end; i = measure.box(i).end) {
            if (!selection.opening(measure.box(i)).isEmpty()) {
                return true;
            }
        }
        return false;
    }

    private void beginItem() {
        out.breakLine(1);
        if (!lists.isOutside()) {
            out.marker(lists.nextMarker());
        }
    }

    private void endList() {
        lists.end();
        out.breakLine(lists.isOutside() ? 2 : 1);
    }

    private void beginTable(Box table) {
        out.breakLine(2);
        dataTables.push(!out.isFlat() && TableShape.isData(table, measure));
    }

    private void endTable() {
        if (!dataTables.isEmpty()) {
            dataTables.pop();
        }
        out.breakLine(2);
    }

    private void beginRow() {
        out.breakLine(1);
        if (inDataTable()) {
            out.marker("| ");
        }
    }

    private void endRow() {
        out.breakLine(1);
    }

    private void beginCell() {
        if (inDataTable()) {
            out.beginFlat();
        } else {
            out.breakLine(2);
        }
    }

    private void endCell() {
        if (inDataTable()) {
            out.endFlat();
            out.text(" ");
            out.verbatim("|");
            out.text(" ");
        } else {
            out.breakLine(2);
        }
    }

    private boolean inDataTable() {
        return !dataTables.isEmpty() && dataTables.peek();
    }
}
