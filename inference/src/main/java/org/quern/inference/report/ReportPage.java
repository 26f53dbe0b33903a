package org.quern.inference.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.quern.ingest.job.ConfigReader;

/**
 * One HTML file that needs no other: style, scripts, the plot library and the data inside it. Text from the data reaches
 * the page only as text nodes, and the JSON holds no character that could end its element.
 */
final class ReportPage {
    private static final String CHARTS = "/META-INF/resources/webjars/chart.js/4.4.4/dist/chart.umd.js";
    private static final Pattern SLOT = Pattern.compile("\\{\\{(\\w+)}}");
    private static final Pattern SOURCE_MAP = Pattern.compile("(?m)^//# sourceMappingURL=.*$");

    private ReportPage() {}

    static String render(String title, ReportData data) {
        Map<String, String> parts = Map.of(
                "title", text(title),
                "style", resource("report.css"),
                "data", json(data),
                "charts", script(SOURCE_MAP.matcher(resource(CHARTS)).replaceAll("")),
                "script", script(resource("elements.js") + resource("plots.js") + resource("report.js")));
        return SLOT.matcher(resource("report.html"))
                .replaceAll(slot -> Matcher.quoteReplacement(parts.getOrDefault(slot.group(1), "")));
    }

    /** JSON that is safe inside a script element: {@code </script>} and {@code <!--} cannot occur. */
    static String json(ReportData data) {
        try {
            return ConfigReader.JSON
                    .writeValueAsString(data)
                    .replace("<", "\\u003c")
                    .replace(">", "\\u003e")
                    .replace("&", "\\u0026")
                    .replace("\u2028", "\\u2028")
                    .replace("\u2029", "\\u2029");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write the report's data", e);
        }
    }

    /** Text as markup that shows it. */
    private static String text(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static String script(String code) {
        if (code.contains("</script")) {
            throw new IllegalStateException("a script of the report holds '</script' and would end its own element");
        }
        return code;
    }

    private static String resource(String name) {
        try (InputStream in = ReportPage.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks the report's resource " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
