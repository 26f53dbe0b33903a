package org.quern.ingest.html;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A page that is a thread of posts: a forum's topic, a question with its answers, an issue. Its text is the posts in their
 * order, each after a line with its author and role, without what stands around and between them.
 *
 * <p>A post is a box that names itself one and names its author. Two or more posts are a discussion if little content is
 * before them and less beside them than in them; remarks below an article are none.
 */
final class Discussion implements Selection {
    private static final int MIN_POSTS = 2;
    private static final int MAX_CHARS_BEFORE = 200;

    private final PageMeasure measure;
    private final NavigableMap<Integer, Post> posts;
    private final List<Box> roots;

    private Discussion(PageMeasure measure, NavigableMap<Integer, Post> posts, List<Box> roots) {
        this.measure = measure;
        this.posts = posts;
        this.roots = roots;
    }

    /** The discussion that a page is, under its title. */
    static Optional<Discussion> of(PageMeasure measure, Optional<Box> title) {
        if (!measure.hasWord(Post.KINDS)) {
            return Optional.empty();
        }
        List<Post> found = Post.allOf(measure);
        List<Post> outer = found.stream().filter(Post::isOuter).toList();
        if (found.size() < MIN_POSTS || !isThread(outer) || !isMostOfPage(outer, measure)) {
            return Optional.empty();
        }
        NavigableMap<Integer, Post> posts = new TreeMap<>();
        found.forEach(post -> posts.put(post.box().index, post));
        List<Box> roots = new ArrayList<>();
        title.filter(heading -> outer.stream().noneMatch(post -> post.box().holds(heading)))
                .ifPresent(roots::add);
        outer.forEach(post -> roots.add(post.box()));
        return Optional.of(new Discussion(measure, posts, roots));
    }

    @Override
    public List<Box> roots() {
        return roots;
    }

    @Override
    public boolean drops(Box box) {
        Integer next = posts.higherKey(box.index);
        return (next == null || next >= box.end) && Post.isAside(box, measure);
    }

    @Override
    public String opening(Box box) {
        Post post = posts.get(box.index);
        return post == null ? "" : post.heading();
    }

    private static boolean isThread(List<Post> outer) {
        long linking = outer.stream().filter(post -> post.box().titleLinks > 0).count();
        long remarks =
                outer.stream().filter(post -> post.box().is(ClassWords.COMMENT)).count();
        long others = outer.size() - remarks;
        boolean asks = outer.stream().anyMatch(post -> post.box().is(ClassWords.QUESTION));
        return 2 * linking <= outer.size() && (others >= MIN_POSTS || others == 0 || asks);
    }

    private static boolean isMostOfPage(List<Post> outer, PageMeasure measure) {
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
