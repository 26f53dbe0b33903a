/**
 * Duplicates found and removed: exact ones by a hash of the text, near ones by MinHash and locality-sensitive hashing,
 * each candidate pair verified by the true Jaccard similarity of the texts.
 *
 * <p>Plain Java on one document: {@link org.quern.dedup.WordHashes} to {@link org.quern.dedup.Shingles} to
 * {@link org.quern.dedup.MinHash} to {@link org.quern.dedup.Lsh}; {@link org.quern.dedup.ShingleSet} for the similarity.
 */
@NullMarked
package org.quern.dedup;

import org.jspecify.annotations.NullMarked;
