/**
 * Duplicates found and removed: exact ones by a hash of the text, near ones by MinHash and locality-sensitive hashing,
 * each candidate pair verified by the true Jaccard similarity of the texts.
 *
 * <p>{@link org.quern.dedup.DedupJob} reads {@code documents/} and writes {@code documents/}, the survivors, and
 * {@code duplicates/}, each dropped document with its cluster, the document that stays, their similarity and why
 * ({@link org.quern.dedup.Duplicates} has the columns).
 *
 * <p>Plain Java on one document: {@link org.quern.dedup.WordHashes} to {@link org.quern.dedup.Shingles} to
 * {@link org.quern.dedup.MinHash} to {@link org.quern.dedup.Lsh}, together a {@link org.quern.dedup.Sketch};
 * {@link org.quern.dedup.ShingleSet} for the similarity. On Spark: {@link org.quern.dedup.Candidates} from shared bands,
 * {@link org.quern.dedup.Similarity} to verify them, {@link org.quern.dedup.Components} to cluster what is verified,
 * {@link org.quern.dedup.KeepOrder} to choose. Nothing is quadratic: a band that a million documents share costs a million.
 */
@NullMarked
package org.quern.dedup;

import org.jspecify.annotations.NullMarked;
