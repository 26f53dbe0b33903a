package org.quern.ingest.html;

import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Optional;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeTraversor;
import org.jsoup.select.NodeVisitor;

/**
 * Text, text in links and running text under every element of a page, summed in one walk.
 *
 * <p>Text belongs to its nearest block. It is running text if its block has at least {@value #MIN_BLOCK_CHARS} characters,
 * under {@value #MAX_LINK_RATIO} of them in links; or if it is code.
 */
final class PageMeasure implements NodeVisitor {
    static final int MIN_BLOCK_CHARS = 80;
    static final double MAX_LINK_RATIO = 0.35;
    static final double MAIN_RATIO = 0.9;
    static final double ASIDE_RATIO = 0.6;

    /** Sums of one element; {@code own} ones are of its text outside inner blocks. */
    private static final class Sums {
        int chars;
        int linkChars;
        int links;
        int running;
        int ownChars;
        int ownLinkChars;
    }

    private final Element root;
    private final IdentityHashMap<Element, Sums> sums = new IdentityHashMap<>();
    private Sums[] open = new Sums[64];
    private Sums[] openBlocks = new Sums[64];
    private int depth;
    private int linkDepth;
    private int unseenDepth;

    private PageMeasure(Element root) {
        this.root = root;
    }

    static PageMeasure of(Element root) {
        PageMeasure measure = new PageMeasure(root);
        NodeTraversor.traverse(measure, root);
        return measure;
    }

    /** Characters of running text under the element. */
    int runningText(Element element) {
        return sums(element).running;
    }

    int chars(Element element) {
        return sums(element).chars;
    }

    int links(Element element) {
        return sums(element).links;
    }

    double linkRatio(Element element) {
        Sums sum = sums(element);
        return sum.chars == 0 ? 0 : (double) sum.linkChars / sum.chars;
    }

    /** Whether the element holds so much of the page's running text that it cannot be beside the content. */
    boolean isMostOfPage(Element element) {
        return runningText(element) > ASIDE_RATIO * runningText(root);
    }

    /** The innermost element with most of the page's running text. */
    Element mainContent() {
        Element main = root;
        Optional<Element> next = heaviestChild(main);
        while (next.isPresent() && runningText(next.get()) >= MAIN_RATIO * runningText(root)) {
            main = next.get();
            next = heaviestChild(main);
        }
        return main;
    }

    private Optional<Element> heaviestChild(Element element) {
        Optional<Element> heaviest = Optional.empty();
        int most = 0;
        for (Element child = element.firstElementChild(); child != null; child = child.nextElementSibling()) {
            int running = runningText(child);
            if (running > most && Tags.CONTAINER.contains(child.normalName())) {
                most = running;
                heaviest = Optional.of(child);
            }
        }
        return heaviest;
    }

    private Sums sums(Element element) {
        Sums found = sums.get(element);
        return found == null ? new Sums() : found;
    }

    @Override
    public void head(Node node, int ignored) {
        if (node instanceof Element element) {
            push(element);
        } else if (node instanceof TextNode text && unseenDepth == 0 && depth > 0) {
            int chars = visibleChars(text.getWholeText());
            Sums block = openBlocks[depth - 1];
            block.ownChars += chars;
            open[depth - 1].chars += chars;
            if (linkDepth > 0) {
                block.ownLinkChars += chars;
                open[depth - 1].linkChars += chars;
            }
        }
    }

    @Override
    public void tail(Node node, int ignored) {
        if (node instanceof Element element) {
            pop(element);
        }
    }

    private void push(Element element) {
        if (depth == open.length) {
            open = Arrays.copyOf(open, 2 * depth);
            openBlocks = Arrays.copyOf(openBlocks, 2 * depth);
        }
        Sums sum = new Sums();
        sums.put(element, sum);
        boolean block = depth == 0 || Tags.BLOCK.contains(element.normalName());
        open[depth] = sum;
        openBlocks[depth] = block ? sum : openBlocks[depth - 1];
        depth++;
        unseenDepth += Tags.UNSEEN.contains(element.normalName()) ? 1 : 0;
        linkDepth += element.nameIs("a") ? 1 : 0;
        sum.links = element.nameIs("a") ? 1 : 0;
    }

    private void pop(Element element) {
        depth--;
        unseenDepth -= Tags.UNSEEN.contains(element.normalName()) ? 1 : 0;
        linkDepth -= element.nameIs("a") ? 1 : 0;
        Sums sum = open[depth];
        if (openBlocks[depth] == sum && isRunning(element, sum)) {
            sum.running += sum.ownChars;
        }
        if (depth > 0) {
            Sums parent = open[depth - 1];
            parent.chars += sum.chars;
            parent.linkChars += sum.linkChars;
            parent.links += sum.links;
            parent.running += sum.running;
        }
    }

    private static boolean isRunning(Element element, Sums sum) {
        return sum.ownLinkChars <= MAX_LINK_RATIO * sum.ownChars
                && (sum.ownChars >= MIN_BLOCK_CHARS || element.nameIs("pre"));
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
