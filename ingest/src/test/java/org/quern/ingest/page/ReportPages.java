package org.quern.ingest.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.quern.ingest.job.ConfigReader;

/** Reads pages back, for the tests of every module. */
public final class ReportPages {
    private static final Pattern DATA =
            Pattern.compile("<script type=\"application/json\" id=\"data\">(.*?)</script>", Pattern.DOTALL);

    private ReportPages() {}

    /** The data inside a page, as a browser finds them. */
    public static JsonNode data(String page) throws IOException {
        Matcher element = DATA.matcher(page);
        if (!element.find()) {
            throw new IOException("the page has no data");
        }
        return ConfigReader.JSON.readTree(element.group(1));
    }
}
