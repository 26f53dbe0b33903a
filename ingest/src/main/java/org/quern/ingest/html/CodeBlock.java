package org.quern.ingest.html;

import java.util.Set;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.Evaluator;
import org.jsoup.select.NodeFilter;
import org.jsoup.select.NodeTraversor;

/** Code as Markdown: fenced blocks that keep every space, and inline code in backticks. */
public final class CodeBlock {
    /** Elements of code. */
    static final Set<String> TAGS = Set.of("pre", "code", "kbd", "samp", "tt");

    /** Elements that hold a line of code each. */
    private static final Set<String> LINES = Set.of("div", "li", "p", "tr");

    private static final Set<String> ROWS = Set.of("table", "tbody", "tr");

    /** Kept, because reading a query costs more than answering it. */
    private static final Evaluator LINE_BREAK = new Evaluator.Tag("br");

    private CodeBlock() {}

    /** The element's text in a fence with its language, if the markup names one; empty if there is no text. */
    static String fenced(Element pre) {
        String code = withoutOuterBlankLines(wholeText(pre));
        if (code.isBlank()) {
            return "";
        }
        return fenced(code, CodeLanguage.of(pre));
    }

    /** Code in a fence that is longer than any row of backticks in it, at least three. */
    public static String fenced(String code, String language) {
        String fence = "`".repeat(Math.max(3, longestRun(code) + 1));
        return fence + language + "\n" + code + "\n" + fence;
    }

    /** The element's text in backticks, more of them than it has in a row itself. */
    static String inline(Element code) {
        String text = code.text().strip();
        if (text.isEmpty()) {
            return "";
        }
        int run = longestRun(text);
        String ticks = "`".repeat(run + 1);
        return run > 0 ? ticks + " " + text + " " + ticks : ticks + text + ticks;
    }

    /** Whether code that is no {@code pre} has lines of its own. */
    static boolean hasLines(Element code) {
        return code.selectFirst(LINE_BREAK) != null;
    }

    /** Whether a table is code in lines that have their numbers in cells beside them, one for all or one each. */
    static boolean isNumbered(Box table, PageMeasure measure) {
        for (int i = table.index + 1; i < table.end; i++) {
            Box box = measure.box(i);
            if (box.element.nameIs("table")) {
                return false;
            }
            if (box.element.nameIs("td") && box.is(ClassWords.GUTTER) && ClassWords.isLineNumber(box.element)) {
                return true;
            }
        }
        return false;
    }

    private static String wholeText(Element pre) {
        StringBuilder out = new StringBuilder();
        NodeTraversor.filter(
                new NodeFilter() {
                    @Override
                    public FilterResult head(Node node, int depth) {
                        if (node instanceof TextNode text) {
                            if (isBetweenCells(text)) {
                                return FilterResult.CONTINUE;
                            }
                            out.append(text.getWholeText());
                        } else if (node instanceof Element element) {
                            if (ClassWords.isLineNumber(element) || Tags.UNSEEN.contains(element.normalName())) {
                                return FilterResult.SKIP_ENTIRELY;
                            }
                            if (element.nameIs("br")) {
                                out.append('\n');
                            }
                        }
                        return FilterResult.CONTINUE;
                    }

                    @Override
                    public FilterResult tail(Node node, int depth) {
                        boolean endsLine = node instanceof Element element && LINES.contains(element.normalName());
                        if (endsLine && out.length() > 0 && out.charAt(out.length() - 1) != '\n') {
                            out.append('\n');
                        }
                        return FilterResult.CONTINUE;
                    }
                },
                pre);
        return out.toString();
    }

    private static boolean isBetweenCells(TextNode text) {
        Element parent = text.parent();
        return parent != null && ROWS.contains(parent.normalName()) && text.isBlank();
    }

    private static String withoutOuterBlankLines(String text) {
        String code = text.replace("\r\n", "\n").replace('\r', '\n').replace('\u00a0', ' ');
        int start = 0;
        for (int i = 0; i < code.length() && Character.isWhitespace(code.charAt(i)); i++) {
            start = code.charAt(i) == '\n' ? i + 1 : start;
        }
        return code.substring(start).stripTrailing();
    }

    private static int longestRun(String text) {
        int longest = 0;
        int run = 0;
        for (int i = 0; i < text.length(); i++) {
            run = text.charAt(i) == '`' ? run + 1 : 0;
            longest = Math.max(longest, run);
        }
        return longest;
    }
}
