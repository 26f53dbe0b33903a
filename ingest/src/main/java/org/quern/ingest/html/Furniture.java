package org.quern.ingest.html;

import java.util.Locale;

/**
 * Short lines between paragraphs that ask the reader to do something else: read more, share, subscribe, scroll. Items of
 * lists are none: there such words are steps to take.
 */
final class Furniture {
    private static final int MAX_CHARS = 200;

    /** Longer lines than this are judged only if they link. */
    private static final int MAX_CHARS_UNLINKED = 25;

    private static final double MIN_LINK_RATIO = 0.2;

    /** Of what the reader is asked to do. */
    private static final String[] CALLS = {
        "read more",
        "read also",
        "also read",
        "share this",
        "follow ",
        "sign up",
        "subscribe",
        "click here",
        "scroll to top",
        "back to top",
        "leave a",
        "view all",
        "download ",
        "get the ",
        "more from",
        "more on",
        "you may",
        "you might",
        "listen ",
        "watch",
        "see also",
        "also on",
        "have a tip",
        "contact ",
        "email ",
        "e-mail ",
        "join "
    };

    /** Of lines that are no sentences. */
    private static final String[] LABELS = {
        "advert",
        "related",
        "comments",
        "image ",
        "loading",
        "recommended",
        "trending",
        "newsletter",
        "filed under",
        "tag",
        "posted",
        "photo",
        "publicidade",
        "publicité",
        "anzeige",
        "publicidad",
        "credit"
    };

    private Furniture() {}

    static boolean is(Box box) {
        boolean isLine = box.block && box.leaf && !box.element.nameIs("li");
        if (!isLine || box.chars == 0 || box.chars > MAX_CHARS) {
            return false;
        }
        if (box.chars > MAX_CHARS_UNLINKED && box.linkRatio() < MIN_LINK_RATIO) {
            return false;
        }
        String text = box.element.text().strip().toLowerCase(Locale.ROOT);
        return beginsWith(CALLS, text) || (!text.endsWith(".") && beginsWith(LABELS, text));
    }

    private static boolean beginsWith(String[] beginnings, String text) {
        for (String beginning : beginnings) {
            if (text.startsWith(beginning)) {
                return true;
            }
        }
        return false;
    }
}
