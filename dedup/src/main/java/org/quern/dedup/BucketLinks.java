package org.quern.dedup;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;

/** The pairs that {@link Candidates} makes of buckets, while they pass by: of a bucket it holds the first and the last few members. */
final class BucketLinks implements Iterator<BucketLinks.Pair> {
    private final Iterator<Member> members;
    private final String[] last;
    private final Queue<Pair> pairs = new ArrayDeque<>();
    private String first = "";
    private long bucket;
    private int seen;

    /** A document in a bucket, new or of an earlier dump. */
    record Member(long key, boolean isNew, String id) {}

    /** Two documents of one bucket, {@code a} before {@code b}, which is new. */
    record Pair(String a, String b) {}

    /**
     * Links the members of each bucket.
     *
     * @param members those of one bucket one after the other
     * @param links how many members before it one is paired with, besides the first
     */
    BucketLinks(Iterator<Member> members, int links) {
        this.members = members;
        this.last = new String[links];
    }

    @Override
    public boolean hasNext() {
        while (pairs.isEmpty() && members.hasNext()) {
            link(members.next());
        }
        return !pairs.isEmpty();
    }

    @Override
    public Pair next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return pairs.remove();
    }

    private void link(Member member) {
        if (seen == 0 || member.key != bucket) {
            bucket = member.key;
            first = member.id;
            seen = 0;
        }
        if (member.isNew) {
            pair(member);
        }
        last[seen % last.length] = member.id;
        seen++;
    }

    private void pair(Member member) {
        for (int distance = 1; distance <= Math.min(seen, last.length); distance++) {
            pairs.add(new Pair(last[(seen - distance) % last.length], member.id));
        }
        if (seen > last.length) {
            pairs.add(new Pair(first, member.id));
        }
    }
}
