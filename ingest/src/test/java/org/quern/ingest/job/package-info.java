/** Tests of the job package, and {@link org.quern.ingest.job.SparkExtension} for every module's tests. */
@NullMarked
package org.quern.ingest.job;

import org.jspecify.annotations.NullMarked;
