/**
 * The schema that everything downstream of ingest reads: one {@link org.quern.ingest.document.Document} per page, source
 * file, article or record, and {@link org.quern.ingest.document.DocumentId}, which names it by content.
 *
 * <p>On disk a table of documents is Parquet with one column per component of the record, rows sorted by {@code id}. A
 * table of rejected documents has the same columns and {@code reason}.
 *
 * <p>Readers of all kinds of input meet here too: {@link org.quern.ingest.document.Findings} gives, one by one, each
 * {@link org.quern.ingest.document.RawText} of an input and each {@link org.quern.ingest.document.Damage} in it.
 */
@NullMarked
package org.quern.ingest.document;

import org.jspecify.annotations.NullMarked;
