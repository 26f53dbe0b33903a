package org.quern.ingest.html;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jsoup.nodes.Element;

/**
 * Formulas of a page as TeX between {@code $} or {@code $$}: from MathML (its TeX annotation or {@code alttext} if it has
 * one), MathJax 2 scripts, MathJax 3 containers and delimiters, KaTeX, and images whose {@code alt} is TeX.
 */
final class Formula {
    /** Renderings of a formula that stands beside them in a readable form. */
    private static final Set<String> RENDERINGS = Set.of(
            "katex-html",
            "MathJax_Preview",
            "MathJax",
            "MathJax_Display",
            "MathJax_SVG",
            "MathJax_CHTML",
            "mwe-math-fallback-image-inline",
            "mwe-math-fallback-image-display");

    private static final Set<String> IMAGES = Set.of("latex", "tex", "math", "mathimg", "mathtex", "eqn", "equation");

    private Formula() {}

    /** The formula that the element is; an empty string if it only repeats one; nothing if it is none. */
    static Optional<String> of(Box box) {
        Element element = box.element;
        return switch (element.normalName()) {
            case "math" -> Optional.of(mathMl(element));
            case "script" -> script(element);
            case "img" -> image(box);
            default -> isRendering(box) ? Optional.of("") : Optional.empty();
        };
    }

    /** The text with MathJax's delimiters {@code \\(...\\)} and {@code \\[...\\]} as dollars, where both are there. */
    static String inText(String text) {
        return text.indexOf('\\') < 0 ? text : withDollars(withDollars(text, "\\(", "\\)", "$"), "\\[", "\\]", "$$");
    }

    private static String withDollars(String text, String open, String close, String dollars) {
        StringBuilder out = new StringBuilder(text.length());
        int from = 0;
        for (int start = text.indexOf(open); start >= 0; start = text.indexOf(open, from)) {
            int end = text.indexOf(close, start + 2);
            if (end < 0) {
                break;
            }
            String tex = text.substring(start + 2, end).strip();
            out.append(text, from, start).append(dollars).append(tex).append(dollars);
            from = end + 2;
        }
        return out.append(text, from, text.length()).toString();
    }

    private static String mathMl(Element math) {
        boolean display = "block".equals(math.attr("display")) || "display".equals(math.attr("mode"));
        for (Element annotation : math.getElementsByTag("annotation")) {
            if (annotation.attr("encoding").toLowerCase(Locale.ROOT).contains("tex")) {
                return delimited(annotation.wholeText(), display);
            }
        }
        String alternative = math.attr("alttext");
        return delimited(alternative.isBlank() ? MathMl.toTex(math) : alternative, display);
    }

    private static Optional<String> script(Element script) {
        String type = script.attr("type");
        return type.startsWith("math/tex")
                ? Optional.of(delimited(script.data(), type.contains("mode=display")))
                : Optional.empty();
    }

    private static Optional<String> image(Box image) {
        if (isRendering(image)) {
            return Optional.of("");
        }
        boolean isTex =
                image.is(ClassWords.MATH) && image.element.classNames().stream().anyMatch(IMAGES::contains);
        return isTex ? Optional.of(delimited(image.element.attr("alt"), false)) : Optional.empty();
    }

    private static boolean isRendering(Box box) {
        return box.is(ClassWords.MATH)
                && !box.element.nameIs("mjx-container")
                && box.element.classNames().stream().anyMatch(RENDERINGS::contains);
    }

    private static String delimited(String tex, boolean display) {
        String source = tex.strip();
        String bare = withoutDelimiters(source);
        if (bare.isEmpty()) {
            return "";
        }
        boolean isDisplay = display || source.startsWith("$$") || source.startsWith("\\[") || bare.contains("\n\n");
        return isDisplay ? "$$" + bare + "$$" : "$" + bare + "$";
    }

    private static String withoutDelimiters(String tex) {
        String[][] pairs = {{"$$", "$$"}, {"\\(", "\\)"}, {"\\[", "\\]"}, {"$", "$"}, {"{\\displaystyle", "}"}};
        for (String[] pair : pairs) {
            if (tex.length() >= pair[0].length() + pair[1].length()
                    && tex.startsWith(pair[0])
                    && tex.endsWith(pair[1])) {
                return tex.substring(pair[0].length(), tex.length() - pair[1].length())
                        .strip();
            }
        }
        return tex;
    }
}
