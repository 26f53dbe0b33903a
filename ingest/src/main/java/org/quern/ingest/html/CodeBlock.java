package org.quern.ingest.html;

import java.util.Locale;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeFilter;
import org.jsoup.select.NodeTraversor;

/** Code of a page as Markdown: fenced blocks that keep every space, and inline code in backticks. */
final class CodeBlock {
    private static final String[] LANGUAGE_PREFIXES = {
        "language-", "lang-", "highlight-source-", "brush:", "sourceCode "
    };

    private CodeBlock() {}

    /** The element's text in a fence with its language, if its class names say one; empty if there is no text. */
    static String fenced(Element pre) {
        String code = withoutOuterBlankLines(wholeText(pre));
        if (code.isBlank()) {
            return "";
        }
        String fence = "`".repeat(Math.max(3, longestRun(code) + 1));
        return fence + language(pre) + "\n" + code + "\n" + fence;
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

    private static String wholeText(Element pre) {
        StringBuilder out = new StringBuilder();
        NodeTraversor.filter(
                new NodeFilter() {
                    @Override
                    public FilterResult head(Node node, int depth) {
                        if (node instanceof TextNode text) {
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
                },
                pre);
        return out.toString();
    }

    private static String withoutOuterBlankLines(String text) {
        String code = text.replace("\r\n", "\n").replace('\r', '\n').replace('\u00a0', ' ');
        int start = 0;
        for (int i = 0; i < code.length() && Character.isWhitespace(code.charAt(i)); i++) {
            start = code.charAt(i) == '\n' ? i + 1 : start;
        }
        return code.substring(start).stripTrailing();
    }

    private static String language(Element pre) {
        Element parent = pre.parent();
        Element child = pre.firstElementChild();
        String found = language(pre.className());
        found = found.isEmpty() && child != null ? language(child.className()) : found;
        return found.isEmpty() && parent != null ? language(parent.className()) : found;
    }

    private static String language(String classNames) {
        for (String prefix : LANGUAGE_PREFIXES) {
            int at = classNames.indexOf(prefix);
            if (at >= 0) {
                String rest = classNames.substring(at + prefix.length()).stripLeading();
                int end = 0;
                while (end < rest.length()
                        && (Character.isLetterOrDigit(rest.charAt(end)) || "+#".indexOf(rest.charAt(end)) >= 0)) {
                    end++;
                }
                return rest.substring(0, end).toLowerCase(Locale.ROOT);
            }
        }
        return "";
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
