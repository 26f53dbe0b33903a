package org.quern.ingest.html;

import java.util.Locale;
import org.jsoup.nodes.Element;

/** What is beside the content of a page: hidden, navigation, headers and footers, advertisements, lists of links. */
final class Aside {
    private static final int MIN_LINKS = 3;
    private static final double MAX_LINK_RATIO = 0.6;

    private Aside() {}

    static boolean is(Element element, PageMeasure measure) {
        String name = element.normalName();
        boolean heading = name.length() == 2 && name.charAt(0) == 'h';
        if (heading || measure.isMostOfPage(element)) {
            return false;
        }
        return isHidden(element)
                || Tags.ASIDE.contains(name)
                || Tags.ASIDE_ROLES.contains(element.attr("role"))
                || ClassWords.isAside(element)
                || isLinkList(element, measure);
    }

    private static boolean isHidden(Element element) {
        if (element.attributesSize() == 0) {
            return false;
        }
        if (element.hasAttr("hidden") || element.attr("aria-hidden").equals("true")) {
            return true;
        }
        String style = element.attr("style").toLowerCase(Locale.ROOT).replace(" ", "");
        return style.contains("display:none") || style.contains("visibility:hidden");
    }

    private static boolean isLinkList(Element element, PageMeasure measure) {
        return Tags.BLOCK.contains(element.normalName())
                && !element.nameIs("tr")
                && !element.nameIs("td")
                && measure.links(element) >= MIN_LINKS
                && measure.linkRatio(element) > MAX_LINK_RATIO;
    }
}
