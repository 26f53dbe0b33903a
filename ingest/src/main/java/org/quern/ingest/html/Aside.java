package org.quern.ingest.html;

import java.util.Locale;
import java.util.Set;
import org.jsoup.nodes.Attributes;
import org.jsoup.nodes.Element;

/** What is beside the content of a page: hidden, navigation, headers and footers, advertisements, lists of links. */
final class Aside {
    private static final int MIN_LINKS = 3;
    private static final double MAX_LINK_RATIO = 0.6;

    /** Lists before and after all content are navigation already with fewer links. */
    private static final double MAX_OUTER_LINK_RATIO = 0.3;

    private static final double MAX_OUTER_CONTENT_RATIO = 0.03;
    private static final double OUTER_START = 0.01;
    private static final double OUTER_END = 0.97;

    /** Of schema.org: what a page says about its content. */
    private static final Set<String> PROPERTIES = Set.of(
            "datePublished", "dateModified", "author", "publisher", "description", "alternativeHeadline", "keywords");

    private static final Set<String> NO_LISTS = Set.of("p", "tr", "td");

    private Aside() {}

    static boolean is(Box box, PageMeasure measure) {
        if (Tags.isHeading(box.element) || box.element.nameIs("blockquote")) {
            return box.isMarked();
        }
        if (measure.isMostOfPage(box)) {
            return false;
        }
        return box.isMarked()
                || (box.card && measure.areMarksTrue())
                || isLinkList(box)
                || isOuterLinkList(box, measure)
                || CodeLabel.is(box, measure)
                || Furniture.is(box);
    }

    /** Whether tag, role, schema.org property or names say so; headings are judged by their property alone. */
    static boolean isMarked(Element element, int words) {
        String name = element.normalName();
        if (Tags.ASIDE.contains(name)) {
            return true;
        }
        if (element.attributesSize() == 0) {
            return false;
        }
        Attributes attributes = element.attributes();
        boolean isNamed = (words & (ClassWords.ASIDE | ClassWords.REMARK)) != 0 && (words & ClassWords.EMBED) == 0;
        return PROPERTIES.contains(attributes.get("itemprop"))
                || (!Tags.isHeading(element)
                        && (isNamed
                                || (isHidden(attributes) && (words & ClassWords.MATH) == 0)
                                || Tags.ASIDE_ROLES.contains(attributes.get("role"))));
    }

    static boolean isHidden(Attributes attributes) {
        if (attributes.hasKey("hidden") || attributes.get("aria-hidden").equals("true")) {
            return true;
        }
        String style = attributes.get("style");
        if (style.isEmpty()) {
            return false;
        }
        String plain = style.toLowerCase(Locale.ROOT).replace(" ", "");
        return plain.contains("display:none") || plain.contains("visibility:hidden");
    }

    static boolean isLinkList(Box box) {
        return box.links >= MIN_LINKS
                && box.linkRatio() > MAX_LINK_RATIO
                && box.block
                && !box.element.nameIs("tr")
                && !box.element.nameIs("td");
    }

    private static boolean isOuterLinkList(Box box, PageMeasure measure) {
        return box.links >= MIN_LINKS
                && box.linkRatio() > MAX_OUTER_LINK_RATIO
                && box.block
                && !NO_LISTS.contains(box.element.normalName())
                && measure.content(box) < MAX_OUTER_CONTENT_RATIO * measure.content(measure.root())
                && (measure.position(box) > OUTER_END || measure.position(box) < OUTER_START);
    }
}
