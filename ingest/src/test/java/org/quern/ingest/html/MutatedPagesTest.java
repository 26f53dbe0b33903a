package org.quern.ingest.html;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.quern.ingest.charset.TextDecoder;

/**
 * No damage to a page may throw. Case {@code n} is made from the seed {@code n} alone, so that a failing one can be made
 * again; {@code -Dquern.fuzz=200000} sets how many there are.
 */
class MutatedPagesTest {
    private static final int CASES = Integer.getInteger("quern.fuzz", 3_000);
    private static final int MAX_MUTATIONS = 6;

    @Test
    void noMutatedPageThrows() throws IOException, URISyntaxException {
        List<byte[]> pages = new ArrayList<>();
        for (Path page : PagesTest.pages()) {
            pages.add(Files.readAllBytes(page));
        }
        HtmlExtractor extractor = new HtmlExtractor();
        for (int seed = 0; seed < CASES; seed++) {
            byte[] page = mutated(pages, new Random(seed));
            assertThatCode(() -> extractor.extract(TextDecoder.html(page, Optional.empty())))
                    .as("seed %d", seed)
                    .doesNotThrowAnyException();
        }
    }

    private static byte[] mutated(List<byte[]> pages, Random random) {
        byte[] page = pages.get(random.nextInt(pages.size())).clone();
        int mutations = 1 + random.nextInt(MAX_MUTATIONS);
        for (int i = 0; i < mutations && page.length > 1; i++) {
            page = switch (random.nextInt(4)) {
                case 0 -> withFlippedBits(page, random);
                case 1 -> withoutSpan(page, random);
                case 2 -> withRepeatedTag(page, random);
                default -> withSpanOf(pages.get(random.nextInt(pages.size())), page, random);
            };
        }
        return page;
    }

    private static byte[] withFlippedBits(byte[] page, Random random) {
        int flips = 1 + random.nextInt(1 + page.length / 50);
        for (int i = 0; i < flips; i++) {
            page[random.nextInt(page.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
        }
        return page;
    }

    private static byte[] withoutSpan(byte[] page, Random random) {
        int start = random.nextInt(page.length);
        int end = start + random.nextInt(page.length - start);
        return joined(page, start, new byte[0], end);
    }

    private static byte[] withRepeatedTag(byte[] page, Random random) {
        int start = next(page, '<', random.nextInt(page.length));
        int end = Math.min(page.length, next(page, '>', start) + 1);
        byte[] tag = new String(page, start, end - start, StandardCharsets.ISO_8859_1)
                .repeat(1 + random.nextInt(20))
                .getBytes(StandardCharsets.ISO_8859_1);
        return joined(page, end, tag, end);
    }

    private static byte[] withSpanOf(byte[] other, byte[] page, Random random) {
        int start = random.nextInt(other.length);
        int end = start + random.nextInt(other.length - start);
        int at = random.nextInt(page.length);
        return joined(page, at, Arrays.copyOfRange(other, start, end), at);
    }

    private static int next(byte[] page, char c, int from) {
        int at = from;
        while (at < page.length && page[at] != c) {
            at++;
        }
        return at;
    }

    private static byte[] joined(byte[] page, int headEnd, byte[] middle, int tailStart) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(page, 0, headEnd);
        out.writeBytes(middle);
        out.write(page, tailStart, page.length - tailStart);
        return out.toByteArray();
    }
}
