/**
 * HTML to text that keeps what reasoning needs.
 *
 * <p>{@link org.quern.ingest.html.HtmlExtractor} parses a page as browsers do and measures every element once (text,
 * text in links, running text, content), in boxes. If the page is a discussion, its text is the posts in order, each after
 * a line with author and role. Else it is the smallest element that holds most of the content, without what looks like
 * navigation in structure, role, class or link density, and without cards that advertise other pages; a page that declares
 * itself an article begins after its title. Walks over the document are loops, not recursion, and linear in its nodes.
 *
 * <p>What the text keeps: headings as {@code #} lines, lists as {@code -} and {@code 1.} lines, data tables as
 * {@code |} rows, code blocks as fenced blocks with their indentation and language, inline code in backticks, formulas
 * (MathML, MathJax, KaTeX, formula images) as TeX in {@code $...$} and {@code $$...$$}, superscripts and subscripts as
 * {@code ^} and {@code _}.
 */
@NullMarked
package org.quern.ingest.html;

import org.jspecify.annotations.NullMarked;
