/**
 * From documents to the three-stage pre-training mixture.
 *
 * <p>{@link org.quern.mixing.ScoreJob} gives each document a domain and a quality ({@link org.quern.mixing.QualityScore} has the
 * formula). {@link org.quern.mixing.MixJob} then
 *
 * <ol>
 *   <li>splits off {@code heldout/}, a share of the documents by a hash of the id, and {@code problems/}, worked problems for
 *       evaluation; neither is ever in a stage;
 *   <li>counts tokens by {@link org.quern.mixing.TokenEstimate}, for there is no tokenizer yet;
 *   <li>plans the stages, {@link org.quern.mixing.MixPlanner}: every domain's documents stand in a
 *       {@linkplain org.quern.mixing.SamplingKey sampling order} that favours quality, and each stage takes the next
 *       {@linkplain org.quern.mixing.Slice stretch} of it;
 *   <li>writes {@code stage1/} and so on: the columns of a document, {@code quality}, {@code copy} and {@code rank}
 *       ({@link org.quern.mixing.MixedDocument}). The last document of a stretch is cut where its share is full;
 *   <li>writes {@code plan.json}, {@link org.quern.mixing.PlanReport}, counted on what was written.
 * </ol>
 */
@NullMarked
package org.quern.mixing;

import org.jspecify.annotations.NullMarked;
