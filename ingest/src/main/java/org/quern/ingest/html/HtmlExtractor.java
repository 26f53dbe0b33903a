package org.quern.ingest.html;

import java.util.Optional;
import org.jsoup.nodes.Document;
import org.quern.ingest.document.Damage;
import org.quern.ingest.document.Finding;
import org.quern.ingest.document.Kind;
import org.quern.ingest.document.RawText;

/** The title and text of HTML pages. Stateless: one may serve all threads. */
public final class HtmlExtractor {
    /** Less text than this share of the content means that the choice went wrong: then the whole body is written. */
    private static final double MIN_KEPT_RATIO = 0.25;

    /**
     * The title of a page, and as its text the posts of a discussion or else its main content, where the heading that
     * repeats the title is left out. Any string will do as HTML. Linear in its length.
     *
     * @return nothing if the page is over the limits of {@link PageParser}
     */
    public Optional<HtmlPage> extract(String html) {
        return PageParser.parse(html).map(HtmlExtractor::page);
    }

    /** The text of a page as a reader gives it; a page over the limits of {@link PageParser} as too large. */
    public Finding extract(String html, String url, String source, long offset) {
        return extract(html)
                .<Finding>map(page -> new RawText(url, source, offset, Kind.WEB, page.text()))
                .orElseGet(() -> Damage.tooLarge(source, offset, PageParser.LIMIT));
    }

    private static HtmlPage page(Document document) {
        PageMeasure measure = PageMeasure.of(document.body());
        Optional<Box> title = TitleHeading.of(measure, document.title());
        String text = Discussion.of(measure, document.title(), title)
                .map(discussion -> PageWriter.write(discussion, measure))
                .orElseGet(() -> mainContent(measure, title, ArticleType.isOf(document, title)));
        return new HtmlPage(document.title(), text);
    }

    private static String mainContent(PageMeasure measure, Optional<Box> title, boolean isArticle) {
        MainContent main = MainContent.of(measure, title, isArticle);
        String text = PageWriter.write(main, measure);
        return text.isEmpty() || text.length() < MIN_KEPT_RATIO * measure.content(main.root())
                ? PageWriter.write(Selection.everythingIn(measure.root()), measure)
                : text;
    }
}
