/**
 * Duplicates found and removed: older captures of a page by its address, exact copies by a hash of the text, near ones by MinHash and
 * locality-sensitive hashing, each candidate pair verified by the true Jaccard similarity of the texts; and, on request, lines that many
 * pages of a site share and runs of text that several documents share.
 *
 * <p>{@link org.quern.dedup.DedupJob} reads {@code documents/} and writes {@code documents/}, the survivors, and
 * {@code duplicates/}, each dropped document with its cluster, the document that stays, their similarity and why
 * ({@link org.quern.dedup.Duplicates} has the columns). Where the configuration has lines or substrings cut, it also writes
 * {@code lines/} or {@code substrings/}, each span that was cut and the place that keeps it ({@link org.quern.dedup.Cuts#table}).
 *
 * <p>Plain Java on one document: {@link org.quern.dedup.TextUnits} to {@link org.quern.dedup.Shingles} to
 * {@link org.quern.dedup.MinHash} to {@link org.quern.dedup.Lsh}, together a {@link org.quern.dedup.Sketch};
 * {@link org.quern.dedup.ShingleSet} or {@link org.quern.dedup.Signature} for the similarity. On Spark: {@link org.quern.dedup.Captures} by address, {@link org.quern.dedup.Candidates} from shared bands,
 * {@link org.quern.dedup.Similarity} to verify them, {@link org.quern.dedup.Components} to cluster what is verified,
 * {@link org.quern.dedup.KeepOrder} to choose. {@link org.quern.dedup.EarlierDumps} brings in what a {@link org.quern.dedup.DumpIndex} knows. Nothing is quadratic: a band that a million documents share costs a million.
 *
 * <p>Lines: a {@link org.quern.dedup.SitePage} and its {@link org.quern.dedup.Passages}, which {@link org.quern.dedup.Lines} counts on
 * Spark.
 *
 * <p>Runs of text: {@link org.quern.dedup.Tokens} to {@link org.quern.dedup.TokenWindows}, which
 * {@link org.quern.dedup.Substrings} compares on Spark; {@link org.quern.dedup.CutText} cuts one text.
 *
 * <p>{@link org.quern.dedup.DecontaminateJob} removes what holds items of evaluation sets, which {@link org.quern.dedup.NGramIndex}
 * finds, and writes {@code contaminations/}, each found run with its set, item and document ({@link org.quern.dedup.Contamination}).
 */
@NullMarked
package org.quern.dedup;

import org.jspecify.annotations.NullMarked;
