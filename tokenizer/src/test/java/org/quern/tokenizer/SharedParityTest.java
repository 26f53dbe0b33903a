package org.quern.tokenizer;

import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every id on much real text and on a million random strings, for each kind of tokenizer with a vocabulary of the real
 * texts, and for other people's.
 *
 * <p>QUERN_SHARED says where the addresses, Genesis and the Declaration of Human Rights are; QUERN_TEXTS names a JSONL
 * of more texts, such as a whole crawl's; QUERN_TOKENIZERS is a folder of tokenizer.json files under any names.
 */
@Tag("shared")
final class SharedParityTest {

    private static final Path DATA =
            Path.of(Objects.requireNonNullElse(System.getenv("QUERN_SHARED"), "../../shared"), "data");
    private static final List<String> ARCHIVES =
            List.of("text/genesis.zip", "text/inaugural.zip", "text/state_union.zip", "language/udhr2.zip");
    private static final int VOCABULARY = 16_384;
    private static final int RANDOM_TEXTS = 1_000_000;

    private static final List<Named<Oracle>> ORACLES = new ArrayList<>();

    private static synchronized Stream<Named<Oracle>> oracles() throws IOException {
        if (ORACLES.isEmpty()) {
            List<String> texts = texts();
            for (TokenizerKind kind : TokenizerKind.values()) {
                byte[] json = BpeTrainer.train(
                                Fixtures.words(texts, kind.pattern()),
                                List.of(Tokenizer.END_OF_TEXT),
                                VOCABULARY,
                                0,
                                kind.pattern())
                        .toJson();
                ORACLES.add(Named.of(kind.name(), Oracle.of(kind.json(json))));
            }
            String folder = System.getenv("QUERN_TOKENIZERS");
            if (folder != null) {
                try (Stream<Path> files = Files.list(Path.of(folder))) {
                    for (Path file : files.sorted().toList()) {
                        ORACLES.add(Named.of(file.getFileName().toString(), Oracle.of(Files.readAllBytes(file))));
                    }
                }
            }
        }
        return ORACLES.stream();
    }

    @AfterAll
    static void closeOracles() {
        ORACLES.forEach(oracle -> oracle.getPayload().close());
    }

    @ParameterizedTest
    @MethodSource("oracles")
    void realTexts(Oracle oracle) throws IOException {
        texts().forEach(oracle::assertSame);
    }

    @ParameterizedTest
    @MethodSource("oracles")
    void moreTexts(Oracle oracle) throws IOException {
        String file = System.getenv("QUERN_TEXTS");
        assumeThat(file).as("QUERN_TEXTS").isNotNull();
        ObjectMapper json = new ObjectMapper();
        try (BufferedReader lines = Files.newBufferedReader(Path.of(file))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                oracle.assertSame(json.readTree(line).path("text").asText());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("oracles")
    void randomTexts(Oracle oracle) {
        long seed = 20261125;
        RandomText texts = new RandomText(seed);
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < RANDOM_TEXTS; i++) {
            StringBuilder text = new StringBuilder(texts.next(12));
            if (i % 8 == 0) {
                text.insert(random.nextInt(text.length() + 1), (char) random.nextInt(0xD800, 0xE000));
            }
            if (i % 1000 == 0) {
                text.append(texts.next(3).repeat(random.nextInt(500)));
            }
            oracle.assertSame(text.toString());
        }
    }

    @ParameterizedTest
    @MethodSource("oracles")
    void everyCodePoint(Oracle oracle) {
        for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
            String one = Character.toString(codePoint);
            oracle.assertSame(one + "a " + one + "1" + one + one);
        }
    }

    private static List<String> texts() {
        assumeThat(DATA).as("QUERN_SHARED").isDirectory();
        List<String> texts = new ArrayList<>();
        for (String archive : ARCHIVES) {
            try (ZipFile zip = new ZipFile(DATA.resolve(archive).toFile())) {
                for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
                    ZipEntry entry = entries.nextElement();
                    if (!entry.isDirectory()) {
                        byte[] bytes = zip.getInputStream(entry).readAllBytes();
                        texts.add(new String(bytes, StandardCharsets.UTF_8));
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return texts;
    }
}
