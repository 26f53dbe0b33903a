package org.quern.ingest.html;

import java.util.List;
import org.jsoup.nodes.Element;

/**
 * Cards advertise other pages: a title that is a link, and a few lines of text. Three or more side by side, most of what
 * is around them, are a list of other pages and no content of this one.
 */
final class Card {
    private static final int MIN_CARDS = 3;
    private static final int MAX_CHARS = 700;
    private static final int MAX_TITLE_LINKS = 3;
    private static final double MIN_LINK_RATIO = 0.1;
    private static final int MIN_TITLE_CHARS = 15;
    private static final int MIN_TITLE_WORDS = 4;

    private Card() {}

    /** Whether a link leads to another page and is a heading, or begins its block with some words. */
    static boolean isTitleLink(Box link) {
        String target = link.element.attributes().get("href");
        if (link.chars < MIN_TITLE_CHARS || !link.isSmall() || target.isEmpty() || target.indexOf('#') >= 0) {
            return false;
        }
        Element parent = link.element.parent();
        Element child = link.element.firstElementChild();
        return (parent != null && Tags.isHeading(parent))
                || (child != null && Tags.isHeading(child))
                || (link.beginsBlock && hasTitleWords(link.element.text()));
    }

    /** Decides on the children of a box, which are in the list after it, and whether it may be a card itself. */
    static void settle(Box box, List<Box> boxes) {
        if (box.cardChildren > 0) {
            boolean areCards = box.cardChildren >= MIN_CARDS && 2 * box.cardChildren >= box.children;
            for (int i = box.index + 1; i < box.end; i = boxes.get(i).end) {
                Box child = boxes.get(i);
                box.content -= areCards && child.card ? child.content : 0;
                child.card &= areCards;
            }
        }
        box.card = box.titleLinks > 0
                && box.titleLinks <= MAX_TITLE_LINKS
                && box.chars <= MAX_CHARS
                && box.linkRatio() >= MIN_LINK_RATIO
                && Tags.CARD.contains(box.element.normalName());
    }

    private static boolean hasTitleWords(String text) {
        int words = 1;
        for (int i = 0; i < text.length() && words < MIN_TITLE_WORDS; i++) {
            words += text.charAt(i) == ' ' ? 1 : 0;
        }
        return words >= MIN_TITLE_WORDS;
    }
}
