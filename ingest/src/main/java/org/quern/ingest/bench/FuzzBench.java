package org.quern.ingest.bench;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.quern.ingest.charset.TextDecoder;
import org.quern.ingest.document.Finding;
import org.quern.ingest.document.RawText;
import org.quern.ingest.html.HtmlExtractor;
import org.quern.ingest.warc.WarcFindings;

/** The benchmark {@code ingest-fuzz}: the worst that damaged pages and archives cost, one document at a time. */
public final class FuzzBench {
    private static final int MAX_DOCUMENT_BYTES = 8 << 20;
    private static final int WARM_UP_CASES = 2_000;

    private FuzzBench() {}

    /**
     * Decodes and extracts mutated pages, and as many mutated archives of a few of the pages; case {@code n} is made from the
     * seed {@code n}.
     *
     * @param folder of HTML files
     * @throws RuntimeException what a page or an archive threw, which none should
     */
    public static Map<String, Object> run(String folder, int cases) throws IOException {
        List<byte[]> pages = IngestBench.htmlFiles(folder);
        pages(pages, Math.min(cases, WARM_UP_CASES), new Cost());
        archives(pages, Math.min(cases, WARM_UP_CASES), new Cost());
        Cost page = new Cost();
        long rejected = pages(pages, cases, page);
        Cost record = new Cost();
        Records records = archives(pages, cases, record);
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("pages", cases);
        figures.put("pages_too_large", rejected);
        figures.put("max_page_cpu_s", page.maxSeconds());
        figures.put("max_page_allocated_mb", page.maxMegabytes());
        figures.put("archives", cases);
        figures.put("records_with_text", records.texts());
        figures.put("records_damaged", records.damages());
        figures.put("max_record_cpu_s", record.maxSeconds());
        figures.put("max_record_allocated_mb", record.maxMegabytes());
        return figures;
    }

    private static long pages(List<byte[]> pages, int cases, Cost cost) {
        HtmlExtractor extractor = new HtmlExtractor();
        long rejected = 0;
        for (int seed = 0; seed < cases; seed++) {
            Random random = new Random(seed);
            byte[] page = Mutation.of(pages.get(random.nextInt(pages.size())), pages, random);
            cost.start();
            boolean extracted =
                    extractor.extract(TextDecoder.html(page, Optional.empty())).isPresent();
            cost.stop();
            rejected += extracted ? 0 : 1;
        }
        return rejected;
    }

    private record Records(long texts, long damages) {}

    private static Records archives(List<byte[]> pages, int cases, Cost cost) throws IOException {
        long texts = 0;
        long damages = 0;
        for (int seed = 0; seed < cases; seed++) {
            byte[] file = MutatedArchive.of(pages, new Random(seed));
            try (WarcFindings findings = new WarcFindings(
                    offset -> new ByteArrayInputStream(file, (int) offset, file.length),
                    "mutated",
                    MAX_DOCUMENT_BYTES)) {
                Optional<Finding> next;
                do {
                    cost.start();
                    next = findings.next();
                    cost.stop();
                    texts += next.filter(RawText.class::isInstance).isPresent() ? 1 : 0;
                    damages += next.filter(found -> !(found instanceof RawText)).isPresent() ? 1 : 0;
                } while (next.isPresent());
            }
        }
        return new Records(texts, damages);
    }
}
