package org.quern.dedup;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A document among those of its host: its {@link Passages} with hashes that tell hosts apart, and the cutting of the frequent ones.
 *
 * @param host of the document
 * @param text of the document
 * @param minWords passages of fewer words do not count
 */
record SitePage(String host, String text, int minWords) {
    /** A passage and what equal ones of the same host have in common. */
    record Hashed(Passage passage, ExactHash hash) {}

    /**
     * A passage that many documents of a host have.
     *
     * @param high half of its hash
     * @param low the other half
     * @param documents how many have it
     * @param first {@link Place} where it stands first, in code points
     */
    record Frequent(long high, long low, long documents, long first) {}

    /**
     * What was cut; see {@link CutText.Span}.
     *
     * @param host of the document
     * @param documents of that host that have it, this one and the first included
     */
    record Span(int begin, int end, int tokens, String host, long documents, long keptRank, int keptBegin) {}

    /** See {@link CutText}; {@code keptRank} is its main keeper. */
    record Cut(String text, int tokensLeft, int tokensCut, long keptRank, List<Span> spans) {}

    private record Found(Passage passage, Frequent like) {
        CutText.Run run() {
            return new CutText.Run(passage.token(), passage.tokens(), Place.rank(like.first), Place.offset(like.first));
        }

        Span span(CutText.Span cut, String host) {
            return new Span(
                    cut.begin(), cut.end(), cut.tokens(), host, like.documents, cut.keptRank(), cut.keptBegin());
        }
    }

    /** Those that count. */
    Stream<Hashed> passages() {
        ExactHash site = ExactHash.of(host);
        Iterable<Passage> passages = () -> new Passages(text);
        return StreamSupport.stream(passages.spliterator(), false)
                .filter(passage -> passage.words() >= minWords)
                .map(passage ->
                        new Hashed(passage, site.with(ExactHash.ofAnyNumbers(text, passage.begin(), passage.end()))));
    }

    /** The text without all occurrences of these passages, of which at least one is in it. */
    Cut without(List<Frequent> frequent) {
        List<Found> found = find(frequent.stream()
                .collect(Collectors.toMap(like -> new ExactHash(like.high, like.low), Function.identity())));
        CutText cut = CutText.of(text, found.stream().map(Found::run).toList());
        List<Span> spans = IntStream.range(0, found.size())
                .mapToObj(i -> found.get(i).span(cut.spans().get(i), host))
                .toList();
        return new Cut(cut.text(), cut.tokensLeft(), cut.tokensCut(), cut.mainKeeper(), spans);
    }

    /** In the order of the text; a paragraph, which comes behind its lines, in place of them. */
    private List<Found> find(Map<ExactHash, Frequent> frequent) {
        List<Found> found = new ArrayList<>();
        passages().forEach(hashed -> {
            Frequent like = frequent.get(hashed.hash);
            if (like != null) {
                while (!found.isEmpty() && hashed.passage.covers(found.get(found.size() - 1).passage)) {
                    found.remove(found.size() - 1);
                }
                found.add(new Found(hashed.passage, like));
            }
        });
        return found;
    }
}
