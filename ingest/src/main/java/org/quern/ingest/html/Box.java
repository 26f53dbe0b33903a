package org.quern.ingest.html;

import org.jsoup.nodes.Element;

/**
 * One element of a page and what was measured of it. Lengths are in visible characters.
 *
 * <p>Text belongs to its nearest block. It is running text if its block has at least 80 characters, at most 35% of them in
 * links, or if it is code. It is content if it is running text and nothing says that it stands beside the content.
 */
final class Box {
    private static final int MIN_RUNNING_CHARS = 80;
    private static final double MAX_RUNNING_LINK_RATIO = 0.35;
    private static final int MAX_PARTS = 100;
    private static final int UNKNOWN = -1;

    final Element element;

    /** Place in document order; the boxes inside follow, up to {@link #end}. */
    final int index;

    final boolean block;
    final boolean unseen;

    /** Whether the element or a block around it is marked as beside the content. */
    final boolean inMarked;

    /** Whether no text of its block is before it. */
    final boolean beginsBlock;

    /** Content of the page before the element. */
    final int contentBefore;

    int end;
    int chars;
    int linkChars;
    int links;
    int running;
    int content;

    /** Of the text outside inner blocks. */
    int ownChars;

    int ownLinkChars;

    /** Links that are titles of what they lead to. */
    int titleLinks;

    int children;
    int cardChildren;
    boolean card;
    boolean leaf = true;

    /** Known for blocks at once, for other elements, which are more, when asked for. */
    private int words = UNKNOWN;

    private boolean marked;

    Box(Element element, int index, Surroundings around) {
        this.element = element;
        this.index = index;
        this.block = index == 0 || Tags.BLOCK.contains(element.normalName());
        this.unseen = Tags.UNSEEN.contains(element.normalName());
        this.inMarked = around.inMarked() || (block && isMarked());
        this.beginsBlock = around.beginsBlock();
        this.contentBefore = around.contentBefore();
    }

    /** Where in the page a box begins. */
    record Surroundings(boolean inMarked, boolean beginsBlock, int contentBefore) {}

    /** Kinds of {@link ClassWords} in the class names and the id. */
    int words() {
        if (words == UNKNOWN) {
            words = ClassWords.of(element);
            marked = Aside.isMarked(element, words);
        }
        return words;
    }

    boolean is(int kind) {
        return (words() & kind) != 0;
    }

    /** Whether the author's tag, role or names say that the element is beside the content. */
    boolean isMarked() {
        words();
        return marked;
    }

    double linkRatio() {
        return chars == 0 ? 0 : (double) linkChars / chars;
    }

    /** Whether the text outside inner blocks is running text. */
    boolean isRunning() {
        return ownLinkChars <= MAX_RUNNING_LINK_RATIO * ownChars
                && (ownChars >= MIN_RUNNING_CHARS || element.nameIs("pre"));
    }

    /** Whether it holds so few elements that to take its text costs little, even if each box around it is asked too. */
    boolean isSmall() {
        return end - index <= MAX_PARTS;
    }

    boolean holds(Box other) {
        return index <= other.index && other.index < end;
    }
}
