/**
 * Raw bytes to documents: {@link org.quern.ingest.IngestJob} reads files of every kind, tells language and domain, judges
 * by rules, and writes {@code documents/} and {@code rejected/}.
 *
 * <p>Nothing is lost: every record read is a row of one of the two, and a row of {@code rejected} says why.
 */
@NullMarked
package org.quern.ingest;

import org.jspecify.annotations.NullMarked;
