package org.quern.ingest.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.quern.ingest.job.ConfigReader;

/**
 * One HTML file that needs no other: style, scripts, the plot library and the data inside it. Text from the data reaches
 * the page only as text nodes, and the JSON holds no character that could end its element.
 */
public final class ReportPage {
    private static final String CHARTS = "/META-INF/resources/webjars/chart.js/4.4.4/dist/chart.umd.js";
    private static final Pattern SLOT = Pattern.compile("\\{\\{(\\w+)}}");
    private static final Pattern SOURCE_MAP = Pattern.compile("(?m)^//# sourceMappingURL=.*$");

    private ReportPage() {}

    /**
     * The page's HTML.
     *
     * @param data what the page's script finds, as JSON, in the element {@code data}
     * @param owner beside whose class the script lies
     * @param script the resource that draws the page, with what {@code elements.js} and {@code plots.js} define
     */
    public static String render(String title, Object data, Class<?> owner, String script) {
        String code = resource(ReportPage.class, "elements.js")
                + resource(ReportPage.class, "plots.js")
                + resource(owner, script);
        Map<String, String> parts = Map.of(
                "title", text(title),
                "style", resource(ReportPage.class, "page.css"),
                "data", json(data),
                "charts",
                        script(SOURCE_MAP
                                .matcher(resource(ReportPage.class, CHARTS))
                                .replaceAll("")),
                "script", script(code));
        return SLOT.matcher(resource(ReportPage.class, "page.html"))
                .replaceAll(slot -> Matcher.quoteReplacement(parts.getOrDefault(slot.group(1), "")));
    }

    /** Writes a rendered page; returns its bytes. */
    public static long write(String page, Path file, Configuration hadoop) throws IOException {
        byte[] bytes = page.getBytes(StandardCharsets.UTF_8);
        try (OutputStream out = file.getFileSystem(hadoop).create(file, true)) {
            out.write(bytes);
        }
        return bytes.length;
    }

    /** JSON that is safe inside a script element: {@code </script>} and {@code <!--} cannot occur. */
    private static String json(Object data) {
        try {
            return ConfigReader.JSON
                    .writeValueAsString(data)
                    .replace("<", "\\u003c")
                    .replace(">", "\\u003e")
                    .replace("&", "\\u0026")
                    .replace("\u2028", "\\u2028")
                    .replace("\u2029", "\\u2029");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write the page's data", e);
        }
    }

    /** Text as markup that shows it. */
    private static String text(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static String script(String code) {
        if (code.contains("</script")) {
            throw new IllegalStateException("a script of the page holds '</script' and would end its own element");
        }
        return code;
    }

    private static String resource(Class<?> owner, String name) {
        try (InputStream in = owner.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks the page's resource " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
