/**
 * A run as one HTML page that needs no network.
 *
 * <p>{@link org.quern.inference.report.ReportJob} gathers what the steps left ({@code manifest.json}, {@code plan.json},
 * {@code metrics.jsonl}, {@code results.json}, {@code samples.jsonl}); the page's template, style and scripts are resources
 * beside this package; Chart.js draws.
 */
@NullMarked
package org.quern.inference.report;

import org.jspecify.annotations.NullMarked;
