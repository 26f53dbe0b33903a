package org.quern.ingest.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/** A contribution to a discussion, with its author and what the page says the author is. */
final class Post {
    /** Words that name a post. */
    static final int KINDS = ClassWords.POST | ClassWords.COMMENT | ClassWords.QUESTION | ClassWords.ANSWER;

    private static final int MAX_NAME_CHARS = 60;

    private final Box box;
    private final @Nullable Post outer;
    private @Nullable Box author;
    private @Nullable Box lastCell;
    private @Nullable Box profile;
    private String role = "";

    private Post(Box box, @Nullable Post outer) {
        this.box = box;
        this.outer = outer;
    }

    /**
     * The boxes of a page that name themselves posts, in document order: those that name an author outside posts within,
     * or that stand in no other and have an author named between the post before and them.
     */
    static List<Post> allOf(PageMeasure measure) {
        List<Post> all = new ArrayList<>();
        Post between = new Post(measure.root(), null);
        Post open = null;
        for (int i = 0; i < measure.size(); i++) {
            Box box = measure.box(i);
            while (open != null && i >= open.box.end) {
                open.takeAuthorOf(between);
                between = open.outer == null ? new Post(measure.root(), null) : between;
                open = open.outer;
            }
            if (box.block && box.is(KINDS) && box.chars > 0 && i > 0 && isWritten(box)) {
                open = new Post(box, open);
                all.add(open);
            } else {
                (open == null ? between : open).meet(box);
            }
        }
        if (open != null) {
            open.takeAuthorOf(between);
        }
        all.removeIf(post -> post.author == null);
        all.forEach(post -> post.settleProfile(measure));
        all.forEach(post -> post.settleRole(measure));
        return all;
    }

    Box box() {
        return box;
    }

    /** The cell of a table that tells of the author, where the post's text is in another. */
    Optional<Box> profile() {
        return Optional.ofNullable(profile);
    }

    /** Author and roles as a line of Markdown: {@code **miller** (accepted answer, moderator)}. */
    String heading() {
        List<String> roles = new ArrayList<>();
        if (box.is(ClassWords.QUESTION)) {
            roles.add("question");
        } else if (box.is(ClassWords.ANSWER)) {
            roles.add(box.is(ClassWords.ACCEPTED) ? "accepted answer" : "answer");
        } else if (box.is(ClassWords.COMMENT) && outer != null && outer.author != null) {
            roles.add("comment");
        }
        boolean saysModerator = role.regionMatches(true, 0, "moderator", 0, "moderator".length());
        if (isByModerator() && !saysModerator) {
            roles.add("moderator");
        }
        if (!role.isEmpty()) {
            roles.add(role);
        }
        return "**" + (author == null ? "" : name(author.element)) + "**"
                + (roles.isEmpty() ? "" : " (" + String.join(", ", roles) + ")");
    }

    /** Whether a box of a discussion is beside the posts' own text: votes, signatures, buttons, what the heading says. */
    static boolean isAside(Box box, PageMeasure measure) {
        if (box.is(KINDS) || box.element.nameIs("blockquote") || measure.isMostOfPage(box)) {
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
                || Aside.isLinkList(box)
                || CodeLabel.is(box, measure);
    }

    private static boolean isWritten(Box box) {
        String name = box.element.normalName();
        return !name.equals("form") && !Tags.isHeading(box.element);
    }

    private boolean isByModerator() {
        return box.is(ClassWords.MODERATOR)
                || (author != null && author.is(ClassWords.MODERATOR))
                || (outer != null && outer.author == null && outer.box.is(ClassWords.MODERATOR));
    }

    private void takeAuthorOf(Post before) {
        if (author == null && outer == null && before.author != null) {
            author = before.author;
            role = role.isEmpty() ? before.role : role;
        }
    }

    private void meet(Box found) {
        if (found.element.nameIs("td")) {
            lastCell = found;
        }
        boolean isRole = found.is(ClassWords.ROLE) || (found.is(ClassWords.AUTHOR) && found.is(ClassWords.TITLE));
        boolean isAuthor = !isRole && (found.is(ClassWords.AUTHOR) || isDeclared(found));
        if (isAuthor && isName(found) && isBetter(found)) {
            role = author == null || author.holds(found) ? role : "";
            author = found;
            profile = lastCell != null && lastCell.holds(found) ? lastCell : null;
        } else if (role.isEmpty() && isRole && isName(found)) {
            role = roleName(found.element);
        }
    }

    /** Keeps the author's cell only if it is beside the text. */
    private void settleProfile(PageMeasure measure) {
        if (profile != null
                && (profile.running > 0 || holdsText(profile, measure) || !isBesideCell(profile, measure))) {
            profile = null;
        }
    }

    /** Where nothing is named a role: the line under the name, or the next in the author's cell. */
    private void settleRole(PageMeasure measure) {
        if (author == null || !role.isEmpty()) {
            return;
        }
        for (int i = author.index + 1; i < author.end - 1 && role.isEmpty(); i++) {
            role = measure.box(i).element.nameIs("br") ? rank(measure.box(i + 1).element) : "";
        }
        int end = profile == null ? author.end : profile.end;
        for (int i = author.end; i < end && role.isEmpty(); i++) {
            Box line = measure.box(i);
            role = line.block && line.leaf && isName(line) ? rank(line.element) : "";
        }
    }

    private static boolean holdsText(Box cell, PageMeasure measure) {
        for (int i = cell.index; i < cell.end; i++) {
            if (measure.box(i).is(KINDS | ClassWords.BODY)) {
                return true;
            }
        }
        return false;
    }

    private boolean isBesideCell(Box cell, PageMeasure measure) {
        for (int i = cell.end; i < box.end; i++) {
            Box other = measure.box(i);
            if (other.element.nameIs("td") && other.chars > 0) {
                return true;
            }
        }
        return false;
    }

    private static boolean isName(Box found) {
        return found.chars > 0 && found.chars <= MAX_NAME_CHARS && found.isSmall();
    }

    /**
     * What schema.org declares an author comes before what class names say; an inner box before the one around it; between
     * posts, the last before the first.
     */
    private boolean isBetter(Box found) {
        return author == null
                || (box.index == 0 && !author.holds(found))
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

    /** The text, or what a sign stands for; nothing for counts of posts and badges. */
    private static String roleName(Element element) {
        String text = element.text().strip();
        return beginsWithLetter(text) ? text : beginsWithLetter(element.attr("title")) ? element.attr("title") : "";
    }

    /** A line about an author that is no count or date, such as {@code Posts: 12}. */
    private static String rank(Element line) {
        String text = line.text().strip();
        boolean isWords = text.chars().noneMatch(c -> c == ':' || Character.isDigit(c));
        return isWords && beginsWithLetter(text) ? text : "";
    }

    private static boolean beginsWithLetter(String text) {
        return !text.isEmpty() && Character.isLetter(text.codePointAt(0));
    }
}
