package org.quern.ingest.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigReaderTest {
    record Bands(int numBands, int rowsPerBand) {
        Bands {
            if (numBands < 1) {
                throw new IllegalArgumentException("numBands must be at least 1, got " + numBands);
            }
        }

        /** Looks like a bean's property, and is none. */
        public boolean isSingle() {
            return numBands == 1;
        }
    }

    private enum Copy {
        LONGEST,
        NEWEST
    }

    private record Config(
            String name, double threshold, Bands bands, Map<String, Double> ratios, List<String> words, Copy keep) {}

    private static final Config DEFAULTS =
            new Config("x", 0.5, new Bands(14, 8), Map.of("web", 1.0), List.of("a", "b"), Copy.LONGEST);

    @Test
    void mergesRecordsAndReplacesMapsAndLists() throws IOException {
        Config read = read("bands: {numBands: 20}\nratios: {code: 0.7}\nwords: [c]", Map.of());

        assertThat(read)
                .isEqualTo(new Config("x", 0.5, new Bands(20, 8), Map.of("code", 0.7), List.of("c"), Copy.LONGEST));
    }

    @Test
    void settingsWinOverTheFile() throws IOException {
        Config read = read("bands: {numBands: 20}", Map.of("bands.numBands", "7", "threshold", "0.9", "name", "none"));

        assertThat(read.bands().numBands()).isEqualTo(7);
        assertThat(read.bands().isSingle()).isFalse();
        assertThat(read.threshold()).isEqualTo(0.9);
        assertThat(read.name()).isEqualTo("none");
    }

    @Test
    void saysWhatIsWrongInOneLine() {
        assertThatThrownBy(() -> read("bands: {numBand: 20}", Map.of()))
                .isInstanceOf(InputException.class)
                .hasMessage("dedup has no key 'bands.numBand'; there are [numBands, rowsPerBand]");
        assertThatThrownBy(() -> read("bands: {numBands: 0}", Map.of()))
                .hasMessage("dedup.bands: numBands must be at least 1, got 0");
        assertThatThrownBy(() -> read("threshold: high", Map.of()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("dedup.threshold")
                .hasMessageContaining("high");
        assertThatThrownBy(() -> read("", Map.of("band.numBands", "1")))
                .hasMessage("dedup has no key 'band' (in --set band.numBands=1)");
        assertThatThrownBy(() -> read("[1, 2]", Map.of())).hasMessageContaining("must be a map");
        assertThatThrownBy(() -> read("a: [", Map.of())).hasMessageContaining("my.yaml is not YAML");
    }

    @Test
    void namesOfAnEnumerationAreWrittenInLowerCaseAndReadInAny() throws IOException {
        assertThat(ConfigReader.toYaml(DEFAULTS)).contains("keep: longest");
        assertThat(read("keep: newest", Map.of()).keep()).isEqualTo(Copy.NEWEST);
        assertThat(read("", Map.of("keep", "Newest")).keep()).isEqualTo(Copy.NEWEST);
        assertThatThrownBy(() -> read("keep: best", Map.of()))
                .isInstanceOf(InputException.class)
                .hasMessage("dedup.keep: must be one of [longest, newest], got best");
    }

    @Test
    void writesItsDefaultsAsYamlThatItReadsBack() throws IOException {
        assertThat(read(ConfigReader.toYaml(DEFAULTS), Map.of())).isEqualTo(DEFAULTS);
    }

    private static Config read(String yaml, Map<String, String> settings) throws IOException {
        JsonNode tree = ConfigReader.yaml(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)), "my.yaml");
        return ConfigReader.read(DEFAULTS, tree, settings, "dedup");
    }
}
