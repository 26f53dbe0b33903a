/**
 * A run as one HTML page that needs no network.
 *
 * <p>{@link org.quern.inference.report.ReportJob} gathers what the steps left ({@code manifest.json}, {@code plan.json},
 * {@code metrics.jsonl}, {@code results.json}, {@code samples.jsonl}); the page's own script is a
 * resource beside this package, the rest of it {@link org.quern.ingest.page}'s.
 */
@NullMarked
package org.quern.inference.report;

import org.jspecify.annotations.NullMarked;
