/**
 * HTML to text that keeps what reasoning needs.
 *
 * <p>{@link org.quern.ingest.html.HtmlExtractor} parses a page as browsers do, measures every element once (text, text in
 * links, running text), chooses the smallest element that holds most of the running text, and writes it as Markdown
 * without what looks like navigation in structure, role, class or link density. Both walks over the document are loops,
 * not recursion, and linear in its nodes.
 *
 * <p>What the text keeps: headings as {@code #} lines, lists as {@code -} and {@code 1.} lines, data tables as
 * {@code |} rows, code blocks as fenced blocks with their indentation and language, inline code in backticks, formulas
 * (MathML, MathJax, KaTeX, formula images) as TeX in {@code $...$} and {@code $$...$$}, superscripts and subscripts as
 * {@code ^} and {@code _}.
 */
@NullMarked
package org.quern.ingest.html;

import org.jspecify.annotations.NullMarked;
