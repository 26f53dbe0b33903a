package org.quern.dedup;

import java.util.List;
import java.util.Set;

/**
 * Configuration of {@link DedupJob}.
 *
 * @param urls which of the documents of one web address stay, {@code newest}, {@code best} or {@code all}: see {@link UrlChoice}
 * @param minhash how candidates are found
 * @param minSimilarity Jaccard similarity of the shingle sets from which two documents are near duplicates
 * @param bucketLinks how many of the documents before it, in the order of ids, a member of a bucket is compared with,
 *     besides the bucket's first
 * @param keep which of several copies stays: the criteria that decide, see {@link KeepCriterion}, the most important first; where none
 *     does, the smallest id
 * @param sources for {@link KeepCriterion#SOURCE}: globs on a document's source ({@code *} any characters, {@code ?} one), the
 *     preferred first
 * @param lines what is cut from the documents that stay because many pages of their host have it
 * @param substrings what is cut from what is left of them
 * @param index folder of what earlier dumps have: this dump's documents that are in it, exactly or nearly, are dropped, and this dump is
 *     added; empty for none. It knows documents, not what {@code lines} and {@code substrings} cut
 * @param numFiles of each table
 */
public record DedupConfig(
        UrlChoice urls,
        MinHashConfig minhash,
        double minSimilarity,
        int bucketLinks,
        List<KeepCriterion> keep,
        List<String> sources,
        LineConfig lines,
        SubstringConfig substrings,
        String index,
        int numFiles) {
    /** Validates. */
    public DedupConfig {
        keep = List.copyOf(keep);
        sources = List.copyOf(sources);
        requireConsistent(keep, sources);
        if (!(minSimilarity > 0 && minSimilarity <= 1)) {
            throw new IllegalArgumentException("minSimilarity must be above 0 and at most 1, got " + minSimilarity
                    + "; candidates are likely from about 0.7 on");
        }
        if (bucketLinks < 1) {
            throw new IllegalArgumentException("bucketLinks must be at least 1, got " + bucketLinks);
        }
        if (numFiles < 1) {
            throw new IllegalArgumentException("numFiles must be at least 1, got " + numFiles);
        }
    }

    private static void requireConsistent(List<KeepCriterion> keep, List<String> sources) {
        if (Set.copyOf(keep).size() < keep.size()
                || keep.containsAll(List.of(KeepCriterion.NEWEST, KeepCriterion.OLDEST))) {
            throw new IllegalArgumentException(
                    "keep must name each criterion once, and not both newest and oldest, got " + labels(keep));
        }
        if (Set.copyOf(sources).size() < sources.size()) {
            throw new IllegalArgumentException("sources must name each glob once, got " + sources);
        }
        if (keep.contains(KeepCriterion.SOURCE) == sources.isEmpty()) {
            throw new IllegalArgumentException("keep by source and a list of sources need each other, got keep="
                    + labels(keep) + " and sources=" + sources + "; a source is what the column of that name says");
        }
    }

    private static List<String> labels(List<KeepCriterion> keep) {
        return keep.stream().map(KeepCriterion::label).toList();
    }

    /** The order in which one of several copies is chosen, wherever there are any. */
    KeepOrder keepOrder() {
        return new KeepOrder(keep, sources);
    }

    /**
     * FineWeb's MinHash, whose candidates become likely at a similarity of 0.72 (it does not verify them); 0.75 verified is
     * what its paper aims at. Four links compare all pairs of a bucket of up to five. Addresses are compared over all
     * that is read at once, as MiMo does over all dumps (arXiv 2505.07608, section 2.1), but only captures of different dates.
     */
    public static DedupConfig defaults() {
        return new DedupConfig(
                UrlChoice.NEWEST,
                MinHashConfig.defaults(),
                0.75,
                4,
                List.of(KeepCriterion.QUALITY, KeepCriterion.LENGTH),
                List.of(),
                LineConfig.defaults(),
                SubstringConfig.defaults(),
                "",
                4);
    }
}
