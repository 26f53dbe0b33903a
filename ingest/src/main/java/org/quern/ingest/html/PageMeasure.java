package org.quern.ingest.html;

import java.util.ArrayList;
import java.util.List;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeTraversor;
import org.jsoup.select.NodeVisitor;

/** The {@linkplain Box boxes} of a page in document order, measured in one walk. */
final class PageMeasure implements NodeVisitor {
    /** Less content than this share of the running text is believed only if it is long. */
    private static final double MIN_CONTENT_RATIO = 0.3;

    private static final double MIN_LONG_CONTENT_RATIO = 0.1;
    private static final int LONG_CONTENT_CHARS = 500;

    private static final double MOST_OF_PAGE = 0.6;

    private final List<Box> boxes = new ArrayList<>();
    private final ArrayList<Box> open = new ArrayList<>();
    private final ArrayList<Box> openBlocks = new ArrayList<>();
    private final List<Box> headings = new ArrayList<>();
    private int linkDepth;
    private int unseenDepth;
    private int contentSoFar;
    private int blockWords;

    private PageMeasure() {}

    static PageMeasure of(Element root) {
        PageMeasure measure = new PageMeasure();
        NodeTraversor.traverse(measure, root);
        return measure;
    }

    Box root() {
        return boxes.get(0);
    }

    /** The box at a place in document order. */
    Box box(int index) {
        return boxes.get(index);
    }

    int size() {
        return boxes.size();
    }

    /** Headings of the first two levels. */
    List<Box> headings() {
        return headings;
    }

    /** Whether a block's class name or id has a word of the kind. */
    boolean hasWord(int kind) {
        return (blockWords & kind) != 0;
    }

    /** Characters of content in the box; of running text on a page whose marks leave too little content to be true. */
    int content(Box box) {
        return areMarksTrue() ? box.content : box.running;
    }

    boolean areMarksTrue() {
        Box root = root();
        return root.content >= MIN_CONTENT_RATIO * root.running
                || (root.content >= LONG_CONTENT_CHARS && root.content >= MIN_LONG_CONTENT_RATIO * root.running);
    }

    /** Whether it holds more of the page's running text than could be beside the content. */
    boolean isMostOfPage(Box box) {
        return box.running > MOST_OF_PAGE * root().running;
    }

    /** The share of the page's content that is before the box, 0 to 1. */
    double position(Box box) {
        return (double) box.contentBefore / Math.max(1, contentSoFar);
    }

    @Override
    public void head(Node node, int depth) {
        if (node instanceof Element element) {
            push(element);
        } else if (node instanceof TextNode text && unseenDepth == 0 && !open.isEmpty()) {
            int chars = visibleChars(text.getWholeText());
            Box block = openBlocks.get(openBlocks.size() - 1);
            Box box = open.get(open.size() - 1);
            block.ownChars += chars;
            box.chars += chars;
            if (linkDepth > 0) {
                block.ownLinkChars += chars;
                box.linkChars += chars;
            }
        }
    }

    @Override
    public void tail(Node node, int depth) {
        if (node instanceof Element) {
            pop();
        }
    }

    private void push(Element element) {
        boolean first = open.isEmpty();
        boolean inMarked = !first && open.get(open.size() - 1).inMarked;
        boolean beginsBlock = first || openBlocks.get(openBlocks.size() - 1).ownChars == 0;
        Box box = new Box(element, boxes.size(), new Box.Surroundings(inMarked, beginsBlock, contentSoFar));
        boxes.add(box);
        open.add(box);
        openBlocks.add(box.block ? box : openBlocks.get(openBlocks.size() - 1));
        unseenDepth += box.unseen ? 1 : 0;
        if (element.nameIs("a")) {
            linkDepth++;
            box.links = 1;
        } else if (box.block) {
            blockWords |= box.words();
            if (element.nameIs("h1") || element.nameIs("h2")) {
                headings.add(box);
            }
        }
    }

    private void pop() {
        Box box = open.remove(open.size() - 1);
        openBlocks.remove(openBlocks.size() - 1);
        box.end = boxes.size();
        unseenDepth -= box.unseen ? 1 : 0;
        if (box.element.nameIs("a")) {
            linkDepth--;
            box.titleLinks = Card.isTitleLink(box) ? 1 : 0;
        }
        if (box.block && box.isRunning()) {
            box.running += box.ownChars;
            box.content += box.ownChars;
            contentSoFar += box.inMarked ? 0 : box.ownChars;
        }
        Card.settle(box, boxes);
        if (box.block && box.isMarked()) {
            box.content = 0;
        }
        if (!open.isEmpty()) {
            addToParent(box, open.get(open.size() - 1));
        }
    }

    private static void addToParent(Box box, Box parent) {
        parent.chars += box.chars;
        parent.linkChars += box.linkChars;
        parent.links += box.links;
        parent.running += box.running;
        parent.content += box.content;
        parent.titleLinks += box.titleLinks;
        parent.children++;
        parent.cardChildren += box.card ? 1 : 0;
        parent.leaf &= box.leaf && !box.block;
    }

    private static int visibleChars(String text) {
        int chars = 0;
        boolean space = true;
        for (int i = 0; i < text.length(); i++) {
            boolean nowSpace = text.charAt(i) <= ' ';
            chars += nowSpace && space ? 0 : 1;
            space = nowSpace;
        }
        return chars;
    }
}
