package org.quern.ingest.html;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jsoup.nodes.Element;

/**
 * Presentation MathML to TeX: fractions, roots, scripts, limits, fences, matrices and text. Elements it does not know
 * become what is inside them.
 */
final class MathMl {
    /** Deeper nesting is written as plain text, so that no page can exhaust the stack. */
    private static final int MAX_DEPTH = 100;

    private static final Map<String, String> OPERATORS = Map.ofEntries(
            Map.entry("∑", "\\sum"),
            Map.entry("∏", "\\prod"),
            Map.entry("∫", "\\int"),
            Map.entry("≤", "\\le"),
            Map.entry("≥", "\\ge"),
            Map.entry("≠", "\\ne"),
            Map.entry("∞", "\\infty"),
            Map.entry("→", "\\to"),
            Map.entry("∈", "\\in"),
            Map.entry("×", "\\times"),
            Map.entry("⋅", "\\cdot"),
            Map.entry("·", "\\cdot"),
            Map.entry("±", "\\pm"),
            Map.entry("−", "-"),
            Map.entry("…", "\\ldots"),
            Map.entry("⋯", "\\cdots"),
            Map.entry("∂", "\\partial"),
            Map.entry("∇", "\\nabla"),
            Map.entry("{", "\\{"),
            Map.entry("}", "\\}"),
            Map.entry("⁡", ""),
            Map.entry("⁢", ""),
            Map.entry("\u2063", ""),
            Map.entry("\u2064", ""));

    private MathMl() {}

    static String toTex(Element math) {
        return tex(math, 0);
    }

    private static String tex(Element element, int depth) {
        List<Element> parts = element.children();
        if (depth > MAX_DEPTH || parts.isEmpty()) {
            return leaf(element);
        }
        int next = depth + 1;
        return switch (element.normalName()) {
            case "mfrac" -> "\\frac" + group(parts, 0, next) + group(parts, 1, next);
            case "msqrt" -> "\\sqrt{" + row(parts, next) + "}";
            case "mroot" -> "\\sqrt[" + part(parts, 1, next) + "]" + group(parts, 0, next);
            case "msup", "mover" -> base(parts, next) + "^" + group(parts, 1, next);
            case "msub", "munder" -> base(parts, next) + "_" + group(parts, 1, next);
            case "msubsup", "munderover" ->
                base(parts, next) + "_" + group(parts, 1, next) + "^" + group(parts, 2, next);
            case "mfenced" -> fenced(element, parts, next);
            case "mtable" -> "\\begin{matrix}" + joined(parts, " \\\\ ", next) + "\\end{matrix}";
            case "mtr", "mlabeledtr" -> joined(parts, " & ", next);
            case "semantics" -> part(parts, 0, next);
            case "annotation", "annotation-xml", "mphantom" -> "";
            default -> row(parts, next);
        };
    }

    private static String leaf(Element element) {
        String text = element.text().strip();
        return switch (element.normalName()) {
            case "mtext", "ms" -> text.isEmpty() ? " " : "\\text{" + text + "}";
            case "mo" -> operator(text);
            case "mi" -> text.length() > 1 ? "\\mathrm{" + text + "}" : operator(text);
            default -> text;
        };
    }

    private static String operator(String text) {
        String tex = OPERATORS.getOrDefault(text, text);
        return tex.length() > 1 && Character.isLetter(tex.charAt(tex.length() - 1)) ? tex + " " : tex;
    }

    private static String fenced(Element element, List<Element> parts, int depth) {
        String open = element.hasAttr("open") ? element.attr("open") : "(";
        String close = element.hasAttr("close") ? element.attr("close") : ")";
        return operator(open) + joined(parts, ",", depth) + operator(close);
    }

    private static String base(List<Element> parts, int depth) {
        String base = part(parts, 0, depth).strip();
        boolean atom = base.length() <= 1 || (base.startsWith("\\") && base.indexOf(' ') < 0 && base.indexOf('{') < 0);
        return atom ? base : "{" + base + "}";
    }

    private static String group(List<Element> parts, int index, int depth) {
        return "{" + part(parts, index, depth).strip() + "}";
    }

    private static String part(List<Element> parts, int index, int depth) {
        return index < parts.size() ? tex(parts.get(index), depth) : "";
    }

    private static String row(List<Element> parts, int depth) {
        return joined(parts, "", depth);
    }

    private static String joined(List<Element> parts, String separator, int depth) {
        return parts.stream().map(part -> tex(part, depth)).collect(Collectors.joining(separator));
    }
}
