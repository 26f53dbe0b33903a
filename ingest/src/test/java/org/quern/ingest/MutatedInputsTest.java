package org.quern.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.quern.ingest.bench.MutatedArchive;
import org.quern.ingest.bench.Mutation;
import org.quern.ingest.charset.TextDecoder;
import org.quern.ingest.document.Finding;
import org.quern.ingest.document.Kind;
import org.quern.ingest.document.RawText;
import org.quern.ingest.html.HtmlExtractor;
import org.quern.ingest.job.ConfigReader;
import org.quern.ingest.language.LanguageIdentifier;
import org.quern.ingest.url.UrlBlocklist;
import org.quern.ingest.warc.WarcFindings;

/**
 * No damage to a page or an archive may throw, from its bytes to the verdict. Case {@code n} is made from the seed {@code n}
 * alone, so that a failing one can be made again; {@code -Dquern.fuzz=200000} sets how many there are of each.
 */
class MutatedInputsTest {
    private static final int CASES = Integer.getInteger("quern.fuzz", 500);
    private static final int MAX_BYTES = 100_000;

    private final DocumentJudge judge = new DocumentJudge(
            ConfigReader.read(
                    IngestConfig.defaults(),
                    MissingNode.getInstance(),
                    Map.of("masks", "[emails, ips, phones, keys]"),
                    "ingest"),
            UrlBlocklist.NONE,
            LanguageIdentifier.standard());

    private static List<byte[]> pages() throws IOException, URISyntaxException {
        Path folder = Path.of(Objects.requireNonNull(MutatedInputsTest.class.getResource("html/pages"))
                .toURI());
        List<byte[]> pages = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder).sorted()) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".html")).toList()) {
                pages.add(Files.readAllBytes(file));
            }
        }
        return pages;
    }

    @Test
    void noMutatedPageThrows() throws IOException, URISyntaxException {
        List<byte[]> pages = pages();
        HtmlExtractor extractor = new HtmlExtractor();
        for (int seed = 0; seed < CASES; seed++) {
            Random random = new Random(seed);
            byte[] page = Mutation.of(pages.get(random.nextInt(pages.size())), pages, random);
            assertThatCode(() -> extractor
                            .extract(TextDecoder.html(page, Optional.empty()))
                            .ifPresent(html -> judge.judge(new RawText("", "page.html", 0, Kind.WEB, html.text()))))
                    .as("seed %d", seed)
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void everyMutatedArchiveIsReadToItsEnd() throws IOException, URISyntaxException {
        List<byte[]> pages = pages();
        int texts = 0;
        for (int seed = 0; seed < CASES; seed++) {
            byte[] archive = MutatedArchive.of(pages, new Random(seed));
            List<Finding> found = new ArrayList<>();
            assertThatCode(() -> found.addAll(findings(archive)))
                    .as("seed %d", seed)
                    .doesNotThrowAnyException();
            assertThat(found).as("seed %d", seed).extracting(Finding::offset).isSorted();
            texts += (int) found.stream().filter(RawText.class::isInstance).count();
        }
        assertThat(texts).isGreaterThan(CASES);
    }

    private List<Finding> findings(byte[] archive) throws IOException {
        List<Finding> found = new ArrayList<>();
        try (WarcFindings findings = new WarcFindings(
                offset -> new ByteArrayInputStream(archive, (int) offset, archive.length), "f.warc", MAX_BYTES)) {
            for (Optional<Finding> next = findings.next(); next.isPresent(); next = findings.next()) {
                found.add(next.get());
                judge.judge(next.get());
            }
        }
        return found;
    }
}
