package org.quern.ingest.html;

import java.util.ArrayList;
import java.util.List;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/** A contribution to a discussion, with its author and what the page says the author is. */
final class Post {
    /** Words that name a post. */
    static final int KINDS = ClassWords.POST | ClassWords.COMMENT | ClassWords.QUESTION | ClassWords.ANSWER;

    private static final int MAX_NAME_CHARS = 60;
    private static final double MOST_OF_PAGE = 0.6;

    private final Box box;
    private final @Nullable Post outer;
    private @Nullable Box author;
    private @Nullable Box role;

    private Post(Box box, @Nullable Post outer) {
        this.box = box;
        this.outer = outer;
    }

    /** The boxes of a page that name themselves posts and name an author outside posts within, in document order. */
    static List<Post> allOf(PageMeasure measure) {
        List<Post> all = new ArrayList<>();
        Post open = null;
        for (int i = 0; i < measure.size(); i++) {
            Box box = measure.box(i);
            while (open != null && i >= open.box.end) {
                open = open.outer;
            }
            if (box.block && box.is(KINDS) && box.chars > 0 && i > 0 && isWritten(box)) {
                open = new Post(box, open);
                all.add(open);
            } else if (open != null) {
                open.meet(box);
            }
        }
        return all.stream().filter(post -> post.author != null).toList();
    }

    Box box() {
        return box;
    }

    /** Whether it is in no other post. */
    boolean isOuter() {
        for (Post around = outer; around != null; around = around.outer) {
            if (around.author != null) {
                return false;
            }
        }
        return true;
    }

    /** Author and roles as a line of Markdown: {@code **miller** (accepted answer, moderator)}. */
    String heading() {
        List<String> roles = new ArrayList<>();
        if (box.is(ClassWords.QUESTION)) {
            roles.add("question");
        } else if (box.is(ClassWords.ANSWER)) {
            roles.add(box.is(ClassWords.ACCEPTED) ? "accepted answer" : "answer");
        }
        if (role != null) {
            roles.add(role.element.text().strip());
        }
        return "**" + (author == null ? "" : name(author.element)) + "**"
                + (roles.isEmpty() ? "" : " (" + String.join(", ", roles) + ")");
    }

    /** Whether a box of a discussion is beside the posts' own text: votes, signatures, buttons, what the heading says. */
    static boolean isAside(Box box, PageMeasure measure) {
        if (box.is(KINDS) || box.element.nameIs("blockquote") || box.running > MOST_OF_PAGE * measure.root().running) {
            return box.element.hasAttr("hidden");
        }
        if (box.element.nameIs("a") && box.element.attr("href").equals("#")) {
            return true;
        }
        boolean isNamed =
                box.is(ClassWords.ASIDE | ClassWords.POST_ASIDE) && !box.is(ClassWords.BODY | ClassWords.EMBED);
        return isNamed
                || Tags.ASIDE.contains(box.element.normalName())
                || Aside.isHidden(box.element.attributes())
                || Aside.isLinkList(box);
    }

    private static boolean isWritten(Box box) {
        String name = box.element.normalName();
        return !name.equals("form") && !Tags.isHeading(box.element);
    }

    private void meet(Box found) {
        boolean isRole = found.is(ClassWords.ROLE) || (found.is(ClassWords.AUTHOR) && found.is(ClassWords.TITLE));
        boolean isAuthor = !isRole && (found.is(ClassWords.AUTHOR) || isDeclared(found));
        if (isAuthor && isName(found) && isBetter(found)) {
            author = found;
        } else if (role == null && isRole && isName(found)) {
            role = found;
        }
    }

    private static boolean isName(Box found) {
        return found.chars > 0 && found.chars <= MAX_NAME_CHARS;
    }

    /** What schema.org declares an author comes before what class names say; an inner box before the one around it. */
    private boolean isBetter(Box found) {
        return author == null
                || (isDeclared(found) && !isDeclared(author))
                || (author.holds(found) && !isDeclared(author));
    }

    private static boolean isDeclared(Box found) {
        return found.element.attr("itemprop").equals("author");
    }

    private static String name(Element author) {
        for (Element link : author.getElementsByTag("a")) {
            if (link.hasText()) {
                return link.text().strip();
            }
        }
        return author.text().strip();
    }
}
