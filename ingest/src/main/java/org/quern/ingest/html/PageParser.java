package org.quern.ingest.html;

import java.util.Iterator;
import java.util.Optional;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.jsoup.parser.StreamParser;

/**
 * Parses a page as browsers do, elements nested at most 512 deep, until it is over a limit. Both limits are counts, so that
 * the same page always ends the same way. They bound what a hostile page may cost: a byte of HTML can become several
 * hundred in memory, since open formatting elements are repeated in every paragraph.
 */
final class PageParser {
    /** At about 300 bytes each with its {@link Box}, 60 MB. */
    private static final int MAX_ELEMENTS = 200_000;

    /** What is no element, such as a comment or an end tag, costs too. */
    private static final int MAX_TAGS = 2 * MAX_ELEMENTS;

    static final String LIMIT = MAX_ELEMENTS + " elements or " + MAX_TAGS + " tags";

    private PageParser() {}

    /** The page, or nothing if it is over the limit. */
    static Optional<Document> parse(String html) {
        if (hasTooManyTags(html)) {
            return Optional.empty();
        }
        try (StreamParser parser = new StreamParser(Parser.htmlParser())) {
            Iterator<Element> elements = parser.parse(html, "").iterator();
            int count = 0;
            while (elements.hasNext()) {
                elements.next();
                if (++count > MAX_ELEMENTS) {
                    return Optional.empty();
                }
            }
            return Optional.of(parser.document());
        }
    }

    private static boolean hasTooManyTags(String html) {
        int tags = 0;
        for (int at = html.indexOf('<'); at >= 0 && tags <= MAX_TAGS; at = html.indexOf('<', at + 1)) {
            tags++;
        }
        return tags > MAX_TAGS;
    }
}
