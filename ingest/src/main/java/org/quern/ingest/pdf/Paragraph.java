package org.quern.ingest.pdf;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.quern.ingest.html.CodeBlock;

/** Lines that belong together. */
final class Paragraph {
    private static final float SAME_SIZE = 1.08f;
    private static final int MAX_INDENT = 80;
    private static final Pattern BULLET = Pattern.compile("^[•‣▪■◦●∙·\\ue000-\\uf8ff] ?(?=\\S)");
    private static final Pattern LEADER = Pattern.compile("(?: ?\\.){5,}+ ?");
    private static final Pattern LABEL =
            Pattern.compile("(?:[•‣▪■◦●∙·–\\ue000-\\uf8ff]|\\[\\w{1,12}]|\\(\\w{1,3}\\)|\\w{1,2}[.)]) ?\\S.*");

    private final List<TextLine> lines = new ArrayList<>();

    Paragraph(TextLine first) {
        lines.add(first);
    }

    void add(TextLine line) {
        lines.add(line);
    }

    float size() {
        return lines.get(0).size();
    }

    /** Whether the line goes on with this paragraph. */
    boolean isContinuedBy(TextLine line) {
        TextLine last = lines.get(lines.size() - 1);
        if (Math.max(line.size(), last.size()) > SAME_SIZE * Math.min(line.size(), last.size())) {
            return false;
        }
        if (line.isCode() != last.isCode()) {
            return Hyphens.partWord(last.text(), line.text());
        }
        boolean ended = Characters.endsSentence(last.text());
        if (line.isFirst()) {
            return !ended && !last.isShort() && !LABEL.matcher(line.text()).matches();
        }
        boolean labelled = LABEL.matcher(line.text()).matches() && (ended || last.isShort());
        boolean indented = line.isIndented() && !last.isIndented();
        return !line.isApart() && (line.isCode() || (!labelled && !(ended && (indented || last.isShort()))));
    }

    /** The lines in one; those of a table, a title or an address stay lines. */
    String text(Hyphens hyphens) {
        if (lines.size() > 1 && lines.get(0).isCode()) {
            return CodeBlock.fenced(code(), "");
        }
        StringBuilder text = new StringBuilder(entry(lines.get(0)));
        for (int i = 1; i < lines.size(); i++) {
            append(text, lines.get(i - 1), lines.get(i), hyphens);
        }
        return text.toString();
    }

    /** A line's text, with Markdown's bullet for any other and a blank for the dots that lead to a page's number. */
    private static String entry(TextLine line) {
        String bulleted = BULLET.matcher(line.text()).replaceFirst("- ");
        return LEADER.matcher(bulleted).replaceAll(" ").strip();
    }

    private static void append(StringBuilder text, TextLine last, TextLine line, Hyphens hyphens) {
        String next = entry(line);
        boolean isBroken = last.isShort() && !Character.isLowerCase(line.text().charAt(0));
        if (next.isEmpty()) {
            return;
        }
        if (Hyphens.partWord(text, next)) {
            text.setLength(hyphens.isOwn(text, next) ? text.length() : text.length() - 1);
        } else if (LEADER.matcher(last.text()).find() || (isBroken && !Characters.endsSentence(text))) {
            text.append('\n');
        } else if (!Characters.isUnspaced(text, next)) {
            text.append(' ');
        }
        text.append(next);
    }

    private String code() {
        float left = Float.MAX_VALUE;
        float width = 0;
        int chars = 0;
        for (TextLine line : lines) {
            left = Math.min(left, line.content().left());
            width += line.content().width();
            chars += line.text().length();
        }
        StringBuilder code = new StringBuilder();
        for (TextLine line : lines) {
            int indent = Math.min(MAX_INDENT, Math.round((line.content().left() - left) * chars / width));
            code.append(code.isEmpty() ? "" : "\n").append(" ".repeat(indent)).append(line.text());
        }
        return code.toString();
    }
}
