/**
 * Pages that show what a job did, each one HTML file that needs no network: {@link org.quern.ingest.page.ReportPage}, with
 * the template, the style and the makers of elements and plots as resources beside it. Chart.js draws.
 */
@NullMarked
package org.quern.ingest.page;

import org.jspecify.annotations.NullMarked;
