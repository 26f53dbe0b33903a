package org.quern.ingest.charset;

import static org.assertj.core.api.Assertions.assertThat;

import com.ibm.icu.text.Normalizer2;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Detection over the Universal Declaration of Human Rights in the charsets that its languages had before Unicode. */
@Tag("shared")
class CharsetDetectionTest {
    private static final int SAMPLE_CHARS = 2_000;
    private static final int NUM_SAMPLES = 3;

    private static final Map<String, List<String>> LANGUAGES = Map.ofEntries(
            Map.entry("windows-1252", List.of("deu", "fra", "spa", "por_PT", "ita", "swe", "dan", "fin", "nld", "isl")),
            Map.entry("windows-1251", List.of("rus", "ukr", "bul", "bel", "mkd", "srp_cyrl")),
            Map.entry("koi8-u", List.of("rus", "ukr")),
            Map.entry("iso-8859-5", List.of("rus")),
            Map.entry("windows-1250", List.of("pol", "ces", "hun", "slk", "hrv", "ron_1993")),
            Map.entry("iso-8859-2", List.of("pol", "ces", "hun", "ron_1993")),
            Map.entry("windows-1253", List.of("ell_monotonic")),
            Map.entry("windows-1254", List.of("tur")),
            Map.entry("windows-1255", List.of("heb")),
            Map.entry("windows-1256", List.of("arb")),
            Map.entry("windows-31j", List.of("jpn")),
            Map.entry("euc-jp", List.of("jpn")),
            Map.entry("iso-2022-jp", List.of("jpn")),
            Map.entry("gb18030", List.of("cmn_hans")),
            Map.entry("big5", List.of("cmn_hant")),
            Map.entry("euc-kr", List.of("kor")),
            Map.entry("utf-16le", List.of("rus", "eng")));

    @Test
    void readsMostLanguagesInTheirCharsets() throws IOException {
        List<String> wrong = new ArrayList<>();
        int samples = 0;
        for (Map.Entry<String, List<String>> entry : LANGUAGES.entrySet()) {
            Charset charset = Charset.forName(entry.getKey());
            for (String language : entry.getValue()) {
                for (int i = 0; i < NUM_SAMPLES; i++) {
                    byte[] bytes = sample(language, i).getBytes(charset);
                    samples++;
                    if (!TextDecoder.text(bytes, Optional.empty()).equals(new String(bytes, charset))) {
                        wrong.add(language + " in " + charset + ", sample " + i);
                    }
                }
            }
        }
        assertThat(wrong).as("wrong of " + samples).hasSizeLessThan(samples / 20);
    }

    private static String sample(String language, int i) throws IOException {
        Path shared = Path.of(Objects.requireNonNull(System.getenv("QUERN_SHARED"), "QUERN_SHARED"));
        try (ZipFile zip = new ZipFile(shared.resolve("data/language/udhr2.zip").toFile());
                var in = zip.getInputStream(zip.getEntry("udhr2/" + language + ".txt"))) {
            String text = Normalizer2.getNFCInstance()
                    .normalize(new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8));
            int from = Math.min(600, text.length() / 8) + i * (text.length() / 5);
            return text.substring(from, Math.min(text.length(), from + SAMPLE_CHARS));
        }
    }
}
