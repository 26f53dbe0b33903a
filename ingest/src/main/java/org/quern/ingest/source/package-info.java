/**
 * Inputs of every kind as files: which format each is, how the work is cut, and one reader for each.
 *
 * <p>{@link org.quern.ingest.source.SliceLister} turns paths into {@link org.quern.ingest.source.Slice}s on the driver: a
 * file, or some entries of an archive. {@link org.quern.ingest.source.SliceReader} opens a slice where it is worked on.
 * Formats are told by name ({@link org.quern.ingest.source.SourceFormat}); {@code .gz}, {@code .zst}, {@code .bz2} and
 * {@code .xz} are taken off any of them, and {@code .zip}, {@code .jar} and {@code .tar} are folders. Archives in archives
 * stay closed.
 *
 * <p>Formats:
 *
 * <ul>
 *   <li>{@code warc}: WARC, ARC and WET, see {@link org.quern.ingest.warc}
 *   <li>{@code html}, {@code text} (Markdown too), {@code code}: one document a file
 *   <li>{@code pdf}: one document a file, see {@link org.quern.ingest.pdf}
 *   <li>{@code tex}: TeX sources without comments, preamble and bibliography
 *   <li>{@code notebook}: Jupyter notebooks as Markdown, code cells as fenced blocks, without outputs
 *   <li>{@code jsonl}: one JSON object a line, with a column of text and perhaps one of URLs
 *   <li>{@code parquet}: rows with the same columns
 *   <li>{@code wordnet}: WordNet's {@code data.noun}, {@code data.verb}, {@code data.adj} and {@code data.adv}: synonyms,
 *       glosses and examples as articles of some hundred words, each of one lexicographer file
 * </ul>
 */
@NullMarked
package org.quern.ingest.source;

import org.jspecify.annotations.NullMarked;
