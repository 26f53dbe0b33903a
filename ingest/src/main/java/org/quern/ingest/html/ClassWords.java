package org.quern.ingest.html;

import java.util.Locale;
import java.util.Set;
import org.jsoup.nodes.Element;

/** What an author's class names and ids say of an element: words that the web uses alike, none of one site. */
final class ClassWords {
    private static final Set<String> ASIDE = Set.of("""
            ad ads advert advertisement advertising author authors banner bio breadcrumb breadcrumbs byline
            caption captions carousel comment comments consent cookie cookies credit credits date dateline
            disqus footer gallery gdpr hidden login masthead menu meta metadata modal more nav navbar navigation
            newsletter outbrain overlay pager pagination popular popup posted print promo promotion pubdate
            published rail recirc recommend recommendation recommendations recommended related search share
            shares sharing shoutbox sidebar signup skip slideshow social sponsor sponsored subscribe
            subscription taboola tags teaser teasers timestamp toolbar topnav trending updated widget widgets""".split("\\s+"));

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
