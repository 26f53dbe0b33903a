package org.quern.ingest.html;

import java.util.Set;
import org.jsoup.nodes.Element;

/** HTML elements by what they do to the text. */
final class Tags {
    /** Never shown as text, or controls of the page. */
    static final Set<String> UNSEEN = Set.of(
            "script",
            "style",
            "noscript",
            "template",
            "iframe",
            "object",
            "embed",
            "svg",
            "canvas",
            "audio",
            "video",
            "button",
            "select",
            "option",
            "textarea",
            "input",
            "head",
            "link",
            "meta",
            "mjx-math",
            "rt",
            "rp");

    /** Begin and end a paragraph. */
    static final Set<String> BLOCK = Set.of(
            "address",
            "article",
            "aside",
            "blockquote",
            "body",
            "center",
            "dd",
            "details",
            "dialog",
            "div",
            "dl",
            "dt",
            "fieldset",
            "figcaption",
            "figure",
            "footer",
            "form",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "header",
            "hgroup",
            "hr",
            "html",
            "li",
            "main",
            "nav",
            "ol",
            "p",
            "pre",
            "section",
            "summary",
            "table",
            "tbody",
            "td",
            "tfoot",
            "th",
            "thead",
            "tr",
            "ul",
            "caption",
            "legend",
            "search",
            "menu",
            "template");

    /** Blocks that may hold the whole of a page's content, where a paragraph or a list is but a part of it. */
    static final Set<String> CONTAINER =
            Set.of("article", "center", "div", "fieldset", "form", "main", "section", "table", "tbody", "td", "tr");

    /** Not the content of a page, by their meaning. */
    static final Set<String> ASIDE = Set.of("nav", "footer", "aside", "dialog", "menu", "search", "figcaption");

    /** As {@link #ASIDE}, in ARIA's words. */
    static final Set<String> ASIDE_ROLES = Set.of(
            "navigation",
            "banner",
            "contentinfo",
            "complementary",
            "search",
            "dialog",
            "alertdialog",
            "menu",
            "menubar",
            "toolbar",
            "tablist");

    /** Blocks that may hold a card: a title that links, and a few lines about what it links to. */
    static final Set<String> CARD = Set.of("article", "dd", "div", "li", "section", "td", "tr");

    private Tags() {}

    static boolean isHeading(Element element) {
        String name = element.normalName();
        return name.length() == 2 && name.charAt(0) == 'h' && name.charAt(1) >= '1' && name.charAt(1) <= '6';
    }
}
