package org.quern.dedup;

/**
 * Configuration of {@link DedupJob}.
 *
 * @param minhash how candidates are found
 * @param minSimilarity Jaccard similarity of the shingle sets from which two documents are near duplicates
 * @param bucketLinks how many of the documents before it, in the order of ids, a member of a bucket is compared with,
 *     besides the bucket's first
 * @param substrings what is cut from the documents that stay
 * @param numFiles of each table
 */
public record DedupConfig(
        MinHashConfig minhash, double minSimilarity, int bucketLinks, SubstringConfig substrings, int numFiles) {
    /** Validates. */
    public DedupConfig {
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

    /**
     * FineWeb's MinHash, whose candidates become likely at a similarity of 0.72 (it does not verify them); 0.75 verified is
     * what its paper aims at. Four links compare all pairs of a bucket of up to five.
     */
    public static DedupConfig defaults() {
        return new DedupConfig(MinHashConfig.defaults(), 0.75, 4, SubstringConfig.defaults(), 4);
    }
}
