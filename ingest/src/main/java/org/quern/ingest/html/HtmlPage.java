package org.quern.ingest.html;

/**
 * What was taken from a page.
 *
 * @param title the title that the page declares, or empty
 * @param text its main content, lines ended by {@code \n}; empty if it has none
 */
public record HtmlPage(String title, String text) {}
