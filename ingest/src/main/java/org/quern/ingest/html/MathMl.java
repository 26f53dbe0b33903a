package org.quern.ingest.html;

import java.util.List;
import java.util.Map;
import java.util.Set;
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

    /** From alpha on; omicron is a Latin o to TeX. */
    private static final String[] SMALL_GREEK = """
            alpha beta gamma delta varepsilon zeta eta theta iota kappa lambda mu nu xi o pi rho varsigma sigma tau upsilon
            varphi chi psi omega""".strip().split("\\s+", -1);

    private static final Map<String, String> OTHER_GREEK = Map.ofEntries(
            Map.entry("Γ", "\\Gamma"),
            Map.entry("Δ", "\\Delta"),
            Map.entry("Θ", "\\Theta"),
            Map.entry("Λ", "\\Lambda"),
            Map.entry("Ξ", "\\Xi"),
            Map.entry("Π", "\\Pi"),
            Map.entry("Σ", "\\Sigma"),
            Map.entry("Φ", "\\Phi"),
            Map.entry("Ψ", "\\Psi"),
            Map.entry("Ω", "\\Omega"),
            Map.entry("ϵ", "\\epsilon"),
            Map.entry("ϑ", "\\vartheta"),
            Map.entry("ϕ", "\\phi"));

    private static final Set<String> FUNCTIONS = Set.of("""
            arccos arcsin arctan arg cos cosh cot coth csc deg det dim exp gcd hom inf ker lg lim liminf limsup ln log max
            min sec sin sinh sup tan tanh""".strip().split("\\s+", -1));

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
            case "mtd" -> row(parts, next).strip();
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
            case "mi" -> identifier(text);
            default -> text;
        };
    }

    private static String identifier(String text) {
        if (text.length() > 1) {
            return FUNCTIONS.contains(text) ? "\\" + text + " " : "\\mathrm{" + text + "}";
        }
        int letter = text.isEmpty() ? -1 : text.charAt(0) - 'α';
        if (letter < 0 || letter >= SMALL_GREEK.length) {
            return operator(OTHER_GREEK.getOrDefault(text, text));
        }
        String name = SMALL_GREEK[letter];
        return name.length() == 1 ? name : "\\" + name + " ";
    }

    private static String operator(String text) {
        String tex = OPERATORS.getOrDefault(text, text);
        return tex.length() > 1 && Character.isLetter(tex.charAt(tex.length() - 1)) ? tex + " " : tex;
    }

    private static String fenced(Element element, List<Element> parts, int depth) {
        String open = element.hasAttr("open") ? element.attr("open") : "(";
        String close = element.hasAttr("close") ? element.attr("close") : ")";
        return "\\left" + delimiter(open) + joined(parts, ",", depth) + "\\right" + delimiter(close);
    }

    private static String delimiter(String fence) {
        return fence.isBlank() ? "." : operator(fence.strip());
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
