/**
 * WARC and ARC files, compressed or not, and whatever is left of damaged ones.
 *
 * <p>{@link org.quern.ingest.warc.WarcFindings} gives the texts of the responses, resources and conversions (WET) that
 * are HTML or plain text with status 2xx; requests, metadata, revisits, redirects and media are no documents. A record
 * that cannot be read is a {@link org.quern.ingest.document.Damage}, and reading goes on at the next one: at the next
 * gzip member or the next line that begins a record. HTTP bodies are unchunked and uncompressed here, because crawlers
 * store bodies whose headers lie.
 */
@NullMarked
package org.quern.ingest.warc;

import org.jspecify.annotations.NullMarked;
