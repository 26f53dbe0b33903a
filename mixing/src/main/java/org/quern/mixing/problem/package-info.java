/**
 * Worked problems from a seed: questions of primary school and of string and list handling, each with its steps and a
 * short answer that a program can check. They are the mixture's {@code synthetic} domain and, held out, an exact-match
 * evaluation.
 *
 * <p>The text of a problem has one fixed form, so that a model of a few million parameters can learn it:
 *
 * <pre>
 * Question: What is 47 + 38?
 * Steps: ones 7 + 8 = 15, write 5, carry 1; tens 4 + 3 + 1 = 8
 * Answer: 85
 * </pre>
 *
 * <p>A prompt ends after {@code Steps:}; what a model must write begins with the space that follows and ends with the new
 * line after the answer. {@link org.quern.mixing.problem.ProblemGenerator} gives problem number i of a seed,
 * {@link org.quern.mixing.problem.ProblemKind} lists the kinds.
 */
@NullMarked
package org.quern.mixing.problem;

import org.jspecify.annotations.NullMarked;
