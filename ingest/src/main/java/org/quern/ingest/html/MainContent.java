package org.quern.ingest.html;

import java.util.List;
import java.util.Optional;

/** The innermost box with most of a page's content, without what is {@linkplain Aside beside it}. */
final class MainContent implements Selection {
    /** Down to a child that holds this share of the content; the rest is boilerplate that nothing marks. */
    private static final double MAIN_RATIO = 0.85;

    private static final double MIN_ARTICLE_RATIO = 0.15;
    private static final int MIN_ARTICLE_CHARS = 250;

    /** A title is that of the content if less than this share of the content is before it. */
    private static final double MAX_CONTENT_BEFORE_TITLE = 0.3;

    private final PageMeasure measure;
    private final Box root;

    /** Boxes that end here or before are before the content. */
    private final int start;

    private MainContent(PageMeasure measure, Box root, int start) {
        this.measure = measure;
        this.root = root;
        this.start = start;
    }

    /**
     * The main content of a page from the heading that repeats its title on; after that heading if the page declares itself
     * an article, whose title stands apart from its text.
     */
    static MainContent of(PageMeasure measure, Optional<Box> title, boolean isArticle) {
        Box root = title.flatMap(heading -> articleAround(heading, measure)).orElse(measure.root());
        double enough = MAIN_RATIO * measure.content(root);
        Optional<Box> next = heaviestChild(root, measure);
        while (next.isPresent() && measure.content(next.get()) >= enough) {
            root = next.get();
            next = heaviestChild(root, measure);
        }
        return new MainContent(measure, root, start(measure, root, title, isArticle));
    }

    private static int start(PageMeasure measure, Box root, Optional<Box> title, boolean isArticle) {
        double most = MAX_CONTENT_BEFORE_TITLE * measure.content(root);
        return title.filter(heading -> root.holds(heading))
                .filter(heading -> heading.contentBefore - root.contentBefore <= most)
                .map(heading -> isArticle ? heading.end : heading.index)
                .orElse(0);
    }

    Box root() {
        return root;
    }

    @Override
    public List<Box> roots() {
        return List.of(root);
    }

    @Override
    public boolean drops(Box box) {
        return box.end <= start || Aside.is(box, measure);
    }

    /** The article that the title belongs to, on a page with teasers of other articles. */
    private static Optional<Box> articleAround(Box heading, PageMeasure measure) {
        Optional<Box> article = Optional.empty();
        for (int i = 0; i < heading.index; i++) {
            Box box = measure.box(i);
            if (box.element.nameIs("article") && box.holds(heading)) {
                article = Optional.of(box);
            }
        }
        double enough = Math.max(MIN_ARTICLE_CHARS, MIN_ARTICLE_RATIO * measure.content(measure.root()));
        return article.filter(box -> measure.content(box) >= enough);
    }

    /** The child with most content, unless it is one of several alike, such as sections or posts. */
    private static Optional<Box> heaviestChild(Box parent, PageMeasure measure) {
        Optional<Box> heaviest = Optional.empty();
        int most = 0;
        for (int i = parent.index + 1; i < parent.end; i = measure.box(i).end) {
            Box child = measure.box(i);
            if (measure.content(child) > most && Tags.CONTAINER.contains(child.element.normalName())) {
                most = measure.content(child);
                heaviest = Optional.of(child);
            }
        }
        return heaviest.filter(child -> !isOneOfMany(child, parent, measure));
    }

    private static boolean isOneOfMany(Box box, Box parent, PageMeasure measure) {
        for (int i = parent.index + 1; i < parent.end; i = measure.box(i).end) {
            Box other = measure.box(i);
            if (other != box && measure.content(other) > 0 && !other.card && areAlike(box, other)) {
                return true;
            }
        }
        return false;
    }

    private static boolean areAlike(Box one, Box other) {
        return one.element.nameIs(other.element.normalName())
                && firstName(one.element.className()).equals(firstName(other.element.className()));
    }

    private static String firstName(String classNames) {
        int space = classNames.indexOf(' ');
        return space < 0 ? classNames : classNames.substring(0, space);
    }
}
