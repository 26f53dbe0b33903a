/** Ingest's own figures for {@code quern bench}: each a static method from options to figures, on one core, without Spark. */
@NullMarked
package org.quern.ingest.bench;

import org.jspecify.annotations.NullMarked;
