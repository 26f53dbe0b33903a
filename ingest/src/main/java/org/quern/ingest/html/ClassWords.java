package org.quern.ingest.html;

import java.util.Locale;
import java.util.Set;
import org.jsoup.nodes.Element;

/** What an author's class names and ids say of an element: words that the web uses alike, none of one site. */
final class ClassWords {
    private static final Set<String> ASIDE = Set.of(
            "ad",
            "ads",
            "advert",
            "advertisement",
            "advertising",
            "banner",
            "bio",
            "breadcrumb",
            "breadcrumbs",
            "byline",
            "comment",
            "comments",
            "consent",
            "cookie",
            "cookies",
            "disqus",
            "footer",
            "gdpr",
            "hidden",
            "login",
            "masthead",
            "menu",
            "meta",
            "metadata",
            "modal",
            "more",
            "nav",
            "navbar",
            "navigation",
            "newsletter",
            "outbrain",
            "overlay",
            "pager",
            "pagination",
            "popular",
            "popup",
            "print",
            "promo",
            "promotion",
            "rail",
            "recirc",
            "recommend",
            "recommendation",
            "recommendations",
            "recommended",
            "related",
            "search",
            "share",
            "shares",
            "sharing",
            "shoutbox",
            "sidebar",
            "signup",
            "skip",
            "social",
            "sponsor",
            "sponsored",
            "subscribe",
            "subscription",
            "taboola",
            "tags",
            "teaser",
            "teasers",
            "toolbar",
            "topnav",
            "trending",
            "widget",
            "widgets");

    private static final Set<String> LINE_NUMBERS =
            Set.of("lineno", "linenos", "linenumber", "linenumbers", "gutter", "linenodiv", "rouge-gutter", "blob-num");

    private ClassWords() {}

    /** Whether a word of the class names or the id names something beside the content. */
    static boolean isAside(Element element) {
        return hasWord(element.className()) || hasWord(element.id());
    }

    static boolean isLineNumber(Element element) {
        return element.hasAttr("class") && element.classNames().stream().anyMatch(LINE_NUMBERS::contains);
    }

    private static boolean hasWord(String names) {
        int start = 0;
        for (int i = 0; i <= names.length(); i++) {
            boolean ends = i == names.length() || !Character.isLetter(names.charAt(i));
            boolean camel = !ends
                    && i > start
                    && Character.isUpperCase(names.charAt(i))
                    && Character.isLowerCase(names.charAt(i - 1));
            if (ends || camel) {
                if (i - start > 1 && ASIDE.contains(names.substring(start, i).toLowerCase(Locale.ROOT))) {
                    return true;
                }
                start = camel ? i : i + 1;
            }
        }
        return false;
    }
}
