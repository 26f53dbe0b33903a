/**
 * Ingest's own figures for {@code quern bench}: each a static method from options to figures, without Spark,
 * on one core unless told otherwise.
 * {@link org.quern.ingest.bench.Mutation} and {@link org.quern.ingest.bench.MutatedArchive} are the damage that the tests use
 * too, {@link org.quern.ingest.bench.ProcessMemory} is what the other modules' benchmarks measure memory by.
 */
@NullMarked
package org.quern.ingest.bench;

import org.jspecify.annotations.NullMarked;
