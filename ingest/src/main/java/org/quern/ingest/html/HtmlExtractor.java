package org.quern.ingest.html;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** Main content of HTML pages as text. Stateless: one may serve all threads. */
public final class HtmlExtractor {
    /** Less text than this share of all running text means that the choice went wrong: then the whole body is written. */
    private static final double MIN_KEPT_RATIO = 0.25;

    /** The title and main content of a page; any string will do as HTML. Linear in its length. */
    public HtmlPage extract(String html) {
        Document document = Jsoup.parse(html);
        Element body = document.body();
        PageMeasure measure = PageMeasure.of(body);
        String text = PageWriter.write(measure.mainContent(), measure, true);
        if (text.isEmpty() || text.length() < MIN_KEPT_RATIO * measure.runningText(body)) {
            text = PageWriter.write(body, measure, false);
        }
        return new HtmlPage(document.title(), text);
    }
}
