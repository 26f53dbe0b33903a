/**
 * PDF to text in the order in which people read it.
 *
 * <p>PDFBox parses the file and says where each glyph stands; what is here is the layout. {@link
 * org.quern.ingest.pdf.PdfExtractor} gives the text of a file, or the damage that it is. On the way, glyphs of one baseline
 * become {@link org.quern.ingest.pdf.Segment}s with superscripts and subscripts as {@code ^} and {@code _}; lines that come
 * again at the top or bottom of pages, page numbers and numbers of lines go ({@link org.quern.ingest.pdf.RunningLines}, {@link org.quern.ingest.pdf.LineNumbers}); a page is cut at its
 * gutters into columns ({@link org.quern.ingest.pdf.Columns}); and lines become paragraphs, across columns and pages, with
 * words that were hyphenated whole again ({@link org.quern.ingest.pdf.Paragraphs}).
 *
 * <p>What the text keeps: headings, told by their size, as {@code #} lines, code in a typewriter's font as fenced blocks with
 * its indentation, the cells of a table's row in one line.
 */
@NullMarked
package org.quern.ingest.pdf;

import org.jspecify.annotations.NullMarked;
