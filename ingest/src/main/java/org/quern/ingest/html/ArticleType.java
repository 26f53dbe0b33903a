package org.quern.ingest.html;

import java.util.Optional;
import org.jsoup.nodes.DataNode;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** Whether a page declares itself an article: news, a blog's post. */
final class ArticleType {
    private ArticleType() {}

    /** As Open Graph's type, or as a schema.org type in JSON-LD or on an element around the title. */
    static boolean isOf(Document document, Optional<Box> title) {
        return document.head().children().stream().anyMatch(ArticleType::declares)
                || title.filter(heading -> isInArticle(heading.element)).isPresent();
    }

    private static boolean declares(Element meta) {
        return switch (meta.normalName()) {
            case "meta" ->
                meta.attr("property").equals("og:type") && meta.attr("content").equals("article");
            case "script" ->
                meta.attr("type").equals("application/ld+json")
                        && meta.firstChild() instanceof DataNode json
                        && isType(json.getWholeData());
            default -> false;
        };
    }

    private static boolean isInArticle(Element heading) {
        for (Element around = heading.parent(); around != null; around = around.parent()) {
            String type = around.attr("itemtype");
            if (type.endsWith("Article") || type.endsWith("BlogPosting")) {
                return true;
            }
        }
        return false;
    }

    private static boolean isType(String json) {
        return json.contains("Article\"") || json.contains("BlogPosting\"");
    }
}
