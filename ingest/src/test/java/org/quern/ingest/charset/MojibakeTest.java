package org.quern.ingest.charset;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MojibakeTest {
    /** As browsers read windows-1252: the five bytes that are not assigned are control characters. */
    private static String misread(String text) {
        Charset windows1252 = Charset.forName("windows-1252");
        StringBuilder out = new StringBuilder();
        for (byte b : text.getBytes(UTF_8)) {
            byte[] one = {b};
            String read = new String(one, windows1252);
            out.append(read.equals("\ufffd") ? new String(one, ISO_8859_1) : read);
        }
        return out.toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Die Mühle",
                "“Quotes” – and dashes…",
                "à la crème",
                "50 °C",
                "Мельница",
                "水車小屋は川",
                "naïve 😀",
                "NAÇÃO à vista",
            })
    void repairsWhatWasMisread(String text) {
        assertThat(Mojibake.repaired(misread(text))).isEqualTo(text);
        assertThat(Mojibake.repaired(misread(misread(text)))).isEqualTo(text);
        assertThat(Mojibake.repaired(new String(text.getBytes(UTF_8), ISO_8859_1)))
                .isEqualTo(text);
    }

    @Test
    void blanksMayHaveBecomeOrdinary() {
        assertThat(Mojibake.repaired(misread("café à la crème").replace("\u00a0 ", " ")))
                .isEqualTo("café à la crème");
    }

    @Test
    void eachLineIsJudgedByItself() {
        assertThat(Mojibake.repaired("Größe\n" + misread("Größe") + "\nGröße Ã¼"))
                .isEqualTo("Größe\nGröße\nGröße Ã¼");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AMANHÃ… É”",
                "O CAFÉ® DA MANHÃ”",
                "die Mühle",
                "“CAFÉ”",
                "café…”",
                "Ã",
                "São João",
                "PÂTÉ à l’ÂGE",
                "Spaß“",
            })
    void leavesRightTextAlone(String text) {
        assertThat(Mojibake.repaired(text)).isEqualTo(text);
    }

    /** Every line of 300 languages: right ones untouched, in capitals too, and misread ones found again. */
    @Test
    @Tag("shared")
    void tellsRightFromWrongInEveryLanguage() throws IOException {
        int misread = 0;
        int repaired = 0;
        for (Map.Entry<String, String> text : declarations().entrySet()) {
            for (String line : text.getValue().lines().toList()) {
                assertThat(Mojibake.repaired(line)).as(text.getKey()).isEqualTo(line);
                String capitals = line.toUpperCase(Locale.ROOT);
                assertThat(Mojibake.repaired(capitals)).as(text.getKey()).isEqualTo(capitals);
                boolean ascii = line.chars().allMatch(c -> c < 0x80);
                misread += ascii ? 0 : 1;
                repaired += !ascii && Mojibake.repaired(misread(line)).equals(line) ? 1 : 0;
            }
        }
        assertThat((double) repaired / misread).as("of " + misread + " lines").isGreaterThan(0.95);
    }

    private static Map<String, String> declarations() throws IOException {
        Path shared = Path.of(Objects.requireNonNull(System.getenv("QUERN_SHARED"), "QUERN_SHARED"));
        Map<String, String> texts = new TreeMap<>();
        try (ZipFile zip = new ZipFile(shared.resolve("data/language/udhr2.zip").toFile())) {
            for (ZipEntry entry :
                    zip.stream().filter(e -> e.getName().endsWith(".txt")).toList()) {
                try (InputStream in = zip.getInputStream(entry)) {
                    texts.put(entry.getName(), new String(in.readAllBytes(), UTF_8));
                }
            }
        }
        return texts;
    }
}
