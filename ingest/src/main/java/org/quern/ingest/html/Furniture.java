package org.quern.ingest.html;

import java.util.Locale;

/** Short lines between paragraphs that ask the reader to do something else: read more, share, subscribe, scroll. */
final class Furniture {
    private static final int MAX_CHARS = 200;

    /** Longer lines than this are judged only if they link. */
    private static final int MAX_CHARS_UNLINKED = 25;

    private static final double MIN_LINK_RATIO = 0.2;

    private static final String[] BEGINNINGS = {
        "advert",
        "read more",
        "read also",
        "also read",
        "related",
        "share this",
        "follow ",
        "sign up",
        "subscribe",
        "click here",
        "scroll to top",
        "back to top",
        "comments",
        "leave a",
        "image ",
        "loading",
        "view all",
        "download ",
        "get the ",
        "more from",
        "more on",
        "you may",
        "you might",
        "recommended",
        "trending",
        "newsletter",
        "listen ",
        "watch",
        "filed under",
        "tag",
        "posted",
        "photo",
        "publicidade",
        "publicité",
        "anzeige",
        "publicidad",
        "see also",
        "also on",
        "credit",
        "have a tip",
        "contact ",
        "email ",
        "e-mail ",
        "join "
    };

    private Furniture() {}

    static boolean is(Box box) {
        if (!box.block || !box.leaf || box.chars == 0 || box.chars > MAX_CHARS) {
            return false;
        }
        if (box.chars > MAX_CHARS_UNLINKED && box.linkRatio() < MIN_LINK_RATIO) {
            return false;
        }
        String text = box.element.text().strip().toLowerCase(Locale.ROOT);
        for (String beginning : BEGINNINGS) {
            if (text.startsWith(beginning)) {
                return true;
            }
        }
        return false;
    }
}
