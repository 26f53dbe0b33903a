/**
 * Quality rules: a text goes in, a {@link org.quern.ingest.rules.Verdict} with its reason and the measured value comes
 * out.
 *
 * <p>A {@link org.quern.ingest.rules.Rule} is a pure function of one {@link org.quern.ingest.rules.MeasuredText}, which
 * splits lines, paragraphs and words once for all of them. A {@link org.quern.ingest.rules.RuleSet} is a named list of
 * rules that a configuration chooses per domain and language. English-prose rules drop most mathematics and code, and most
 * texts in other languages, so those have rules of their own; those of code look at the
 * file's path and licence too.
 *
 * <p>Published implementations of the same rule differ in silence. Where they do, these follow datatrove 0.10.1, and each
 * class says how. Two differences apply to all: lengths are UTF-16 units, not code points, and repeated lines and n-grams
 * are recognised by 64-bit hashes.
 */
@NullMarked
package org.quern.ingest.rules;

import org.jspecify.annotations.NullMarked;
