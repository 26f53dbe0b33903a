package org.quern.ingest.html;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeFilter;
import org.jsoup.select.NodeTraversor;

/** Writes an element of a page as Markdown in one walk, with or without what is {@linkplain Aside beside the content}. */
final class PageWriter implements NodeFilter {
    private final TextWriter out = new TextWriter();
    private final PageMeasure measure;
    private final boolean pruning;
    private final Deque<Integer> listItems = new ArrayDeque<>();
    private final Deque<Boolean> dataTables = new ArrayDeque<>();

    private PageWriter(PageMeasure measure, boolean pruning) {
        this.measure = measure;
        this.pruning = pruning;
    }

    static String write(Element root, PageMeasure measure, boolean pruning) {
        PageWriter writer = new PageWriter(measure, pruning);
        NodeTraversor.filter(writer, root);
        return writer.out.toString();
    }

    @Override
    public FilterResult head(Node node, int depth) {
        if (node instanceof TextNode text) {
            out.text(Formula.inText(text.getWholeText()));
            return FilterResult.CONTINUE;
        }
        if (!(node instanceof Element element)) {
            return FilterResult.SKIP_ENTIRELY;
        }
        Optional<String> formula = Formula.of(element);
        if (formula.isPresent()) {
            writeFormula(formula.get());
            return FilterResult.SKIP_ENTIRELY;
        }
        if (Tags.UNSEEN.contains(element.normalName()) || (depth > 0 && pruning && Aside.is(element, measure))) {
            out.breakLine(Tags.BLOCK.contains(element.normalName()) ? 2 : 0);
            return FilterResult.SKIP_ENTIRELY;
        }
        return begin(element);
    }

    private FilterResult begin(Element element) {
        String name = element.normalName();
        switch (name) {
            case "pre" -> {
                return writeCode(element);
            }
            case "code", "kbd", "samp", "tt" -> {
                out.verbatim(CodeBlock.inline(element));
                return FilterResult.SKIP_ENTIRELY;
            }
            case "sup", "sub" -> {
                return Script.of(element, measure).map(this::writeScript).orElse(FilterResult.CONTINUE);
            }
            case "br" -> out.breakLine(1);
            case "h1", "h2", "h3", "h4", "h5", "h6" -> {
                out.breakLine(2);
                out.marker("#".repeat(name.charAt(1) - '0') + " ");
            }
            case "ul", "ol" -> beginList(element);
            case "li" -> out.marker(itemMarker());
            case "table" -> beginTable(element);
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
                case "li", "dt", "dd" -> out.breakLine(1);
                case "td", "th" -> endCell();
                case "tr" -> endRow();
                case "table" -> endTable();
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

    private FilterResult writeScript(String script) {
        out.verbatim(script);
        return FilterResult.SKIP_ENTIRELY;
    }

    private void beginList(Element list) {
        out.breakLine(listItems.isEmpty() ? 2 : 1);
        listItems.push(list.nameIs("ol") ? 0 : -1);
    }

    private String itemMarker() {
        String indent = "  ".repeat(Math.max(0, Math.min(listItems.size(), 8) - 1));
        if (listItems.isEmpty() || listItems.peek() < 0) {
            return indent + "- ";
        }
        int number = listItems.pop() + 1;
        listItems.push(number);
        return indent + number + ". ";
    }

    private void endList() {
        if (!listItems.isEmpty()) {
            listItems.pop();
        }
        out.breakLine(listItems.isEmpty() ? 2 : 1);
    }

    private void beginTable(Element table) {
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
