/**
 * Bytes to characters, and characters that were bytes of another charset back to what they were.
 *
 * <p>{@link org.quern.ingest.charset.TextDecoder} follows byte order mark, transport, the page's own word, and at last
 * detection over the bytes; {@link org.quern.ingest.charset.Mojibake} repairs text that somebody else decoded wrongly
 * before.
 */
@NullMarked
package org.quern.ingest.charset;

import org.jspecify.annotations.NullMarked;
