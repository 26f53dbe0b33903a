package org.quern.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Real texts: addresses, Genesis in several languages, the Declaration of Human Rights in all. QUERN_SHARED says where
 * they are.
 */
@Tag("shared")
final class SharedParityTest {

    private static final Path DATA =
            Path.of(Objects.requireNonNullElse(System.getenv("QUERN_SHARED"), "../../shared"), "data");

    @ParameterizedTest
    @ValueSource(strings = {"text/genesis.zip", "text/inaugural.zip", "text/state_union.zip", "language/udhr2.zip"})
    void sameIdsAsHuggingFaceWithAVocabularyOfTheseTexts(String archive) throws IOException {
        List<String> texts = texts(DATA.resolve(archive));
        byte[] json = Fixtures.trained(texts, 8192, 0).toJson();
        Tokenizer tokenizer = Tokenizer.of(json, archive);
        try (HuggingFaceTokenizer oracle = HuggingFaceTokenizer.newInstance(
                new ByteArrayInputStream(json),
                Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false"))) {
            for (String text : texts) {
                int[] expected = Arrays.stream(oracle.encode(text).getIds())
                        .mapToInt(Math::toIntExact)
                        .toArray();
                int different = Arrays.mismatch(tokenizer.encode(text), expected);
                assertThat(different).as("first different id in '%.200s'", text).isEqualTo(-1);
                assertThat(tokenizer.decode(expected).equals(text)).isTrue();
            }
        }
    }

    private static List<String> texts(Path archive) throws IOException {
        List<String> texts = new ArrayList<>();
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
                ZipEntry entry = entries.nextElement();
                if (!entry.isDirectory()) {
                    byte[] bytes = zip.getInputStream(entry).readAllBytes();
                    texts.add(new String(bytes, StandardCharsets.UTF_8));
                }
            }
        }
        return texts;
    }
}
