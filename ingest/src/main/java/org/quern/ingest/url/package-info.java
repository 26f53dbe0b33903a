/**
 * Addresses of documents: {@link org.quern.ingest.url.CanonicalUrl} gives one form to the many that name one page, and
 * {@link org.quern.ingest.url.UrlBlocklist} tells unwanted ones by host, registered domain or word.
 *
 * <p>A list is text in UTF-8, an entry a line; blank lines and lines that begin with {@code #} are left out.
 */
@NullMarked
package org.quern.ingest.url;

import org.jspecify.annotations.NullMarked;
