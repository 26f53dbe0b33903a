package org.quern.ingest.html;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A page that is a thread of posts: a forum's topic, a question with its answers, an issue. Its text is its topic and the
 * posts in their order, each after a line with its author and role, without what stands around and between them.
 *
 * <p>A post is a box that names itself one and names its author. Two or more posts are a discussion if little content is
 * before them and less beside them than in them; remarks below an article are none.
 */
final class Discussion implements Selection {
    private static final int MIN_POSTS = 2;
    private static final int MAX_CHARS_BEFORE = 200;

    private final PageMeasure measure;
    private final NavigableMap<Integer, Post> posts = new TreeMap<>();
    private final Set<Box> profiles = new HashSet<>();
    private final List<Box> roots;
    private final Topic topic;

    private Discussion(PageMeasure measure, List<Post> found, List<Post> outer, Topic topic) {
        this.measure = measure;
        this.topic = topic;
        for (Post post : found) {
            posts.put(post.box().index, post);
            post.profile().ifPresent(profiles::add);
        }
        this.roots = Stream.concat(topic.heading().stream(), outer.stream().map(Post::box))
                .toList();
    }

    /** The discussion that a page is, under its title. */
    static Optional<Discussion> of(PageMeasure measure, String title, Optional<Box> titleHeading) {
        if (!measure.hasWord(Post.KINDS)) {
            return Optional.empty();
        }
        List<Post> found = Post.allOf(measure);
        List<Post> outer = outer(found);
        if (found.size() < MIN_POSTS || !isThread(outer) || !isMostOfContent(outer, measure)) {
            return Optional.empty();
        }
        return Optional.of(new Discussion(
                measure,
                found,
                outer,
                Topic.of(measure, title, titleHeading, outer.get(0).box())));
    }

    @Override
    public List<Box> roots() {
        return roots;
    }

    @Override
    public boolean drops(Box box) {
        Integer next = posts.higherKey(box.index);
        boolean holdsPost = next != null && next < box.end;
        return !holdsPost
                && (profiles.contains(box)
                        || Post.isAside(box, measure)
                        || (!posts.containsKey(box.index) && topic.isRepeatedBy(box)));
    }

    @Override
    public String opening(Box box) {
        Post post = posts.get(box.index);
        if (post == null) {
            return "";
        }
        boolean isFirst = topic.heading().isEmpty()
                && box.index == posts.firstKey()
                && !topic.name().isEmpty();
        return isFirst ? "# " + topic.name() + "\n\n" + post.heading() : post.heading();
    }

    /** The posts that are in no other. */
    private static List<Post> outer(List<Post> found) {
        List<Post> outer = new ArrayList<>();
        int end = 0;
        for (Post post : found) {
            if (post.box().index >= end) {
                outer.add(post);
                end = post.box().end;
            }
        }
        return outer;
    }

    private static boolean isThread(List<Post> outer) {
        long linking = outer.stream().filter(post -> post.box().titleLinks > 0).count();
        long remarks =
                outer.stream().filter(post -> post.box().is(ClassWords.COMMENT)).count();
        long others = outer.size() - remarks;
        boolean asks = outer.stream().anyMatch(post -> post.box().is(ClassWords.QUESTION));
        return 2 * linking <= outer.size() && (others >= MIN_POSTS || others == 0 || asks);
    }

    private static boolean isMostOfContent(List<Post> outer, PageMeasure measure) {
        int in = 0;
        int content = 0;
        for (Post post : outer) {
            in += post.box().chars;
            content += post.box().inMarked ? 0 : post.box().content;
        }
        int before = outer.get(0).box().contentBefore;
        return before <= MAX_CHARS_BEFORE && measure.root().content - content <= in;
    }
}
