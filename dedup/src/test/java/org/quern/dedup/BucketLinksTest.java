package org.quern.dedup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BucketLinksTest {
    @Test
    void aSmallBucketIsPairedOffAndALargeOneLinkedWithItsFirst() {
        assertThat(links(2, members(1, "a", "b", "c")))
                .containsExactlyInAnyOrder(pair("a", "b"), pair("b", "c"), pair("a", "c"));
        assertThat(links(2, members(1, "a", "b", "c", "d", "e")))
                .containsExactlyInAnyOrder(
                        pair("a", "b"),
                        pair("b", "c"),
                        pair("a", "c"),
                        pair("c", "d"),
                        pair("b", "d"),
                        pair("a", "d"),
                        pair("d", "e"),
                        pair("c", "e"),
                        pair("a", "e"));
    }

    @Test
    void bucketsAreNotLinkedWithOneAnother() {
        List<BucketLinks.Member> members = new ArrayList<>(members(0, "a"));
        members.addAll(members(-5, "b", "c"));
        members.addAll(members(7, "d"));
        members.addAll(members(8, "e", "f", "g"));
        assertThat(links(1, members)).containsExactly(pair("b", "c"), pair("e", "f"), pair("f", "g"), pair("e", "g"));
        assertThat(links(1, List.of())).isEmpty();
    }

    @Test
    void documentsOfEarlierDumpsAreNotPairedWithOneAnother() {
        List<BucketLinks.Member> members = List.of(
                new BucketLinks.Member(1, false, "x"),
                new BucketLinks.Member(1, false, "y"),
                new BucketLinks.Member(1, true, "a"),
                new BucketLinks.Member(1, true, "b"),
                new BucketLinks.Member(2, false, "x"));
        assertThat(links(1, members)).containsExactly(pair("y", "a"), pair("x", "a"), pair("a", "b"), pair("x", "b"));
    }

    @Test
    void aBucketOfAMillionPassesThrough() {
        List<BucketLinks.Member> members = IntStream.range(0, 1_000_000)
                .mapToObj(i -> new BucketLinks.Member(3, true, Integer.toString(i)))
                .toList();
        assertThat(links(4, members)).hasSize(999_999 + 999_998 + 999_997 + 999_996 + 999_995);
    }

    private static List<BucketLinks.Pair> links(int links, List<BucketLinks.Member> members) {
        List<BucketLinks.Pair> pairs = new ArrayList<>();
        new BucketLinks(members.iterator(), links).forEachRemaining(pairs::add);
        return pairs;
    }

    private static List<BucketLinks.Member> members(long key, String... ids) {
        return List.of(ids).stream()
                .map(id -> new BucketLinks.Member(key, true, id))
                .toList();
    }

    private static BucketLinks.Pair pair(String a, String b) {
        return new BucketLinks.Pair(a, b);
    }
}
