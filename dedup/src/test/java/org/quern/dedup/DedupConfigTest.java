package org.quern.dedup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quern.ingest.job.ConfigReader;
import org.quern.ingest.job.InputException;

class DedupConfigTest {
    static DedupConfig with(Map<String, String> settings) {
        return ConfigReader.read(DedupConfig.defaults(), MissingNode.getInstance(), settings, "dedup");
    }

    @Test
    void survivesItsOwnYaml() {
        DedupConfig config = with(Map.of("keep", "[source, newest]", "sources", "[wiki*, crawl/*]", "urls", "best"));

        assertThat(config.keepOrder())
                .isEqualTo(new KeepOrder(
                        List.of(KeepCriterion.SOURCE, KeepCriterion.NEWEST), List.of("wiki*", "crawl/*")));
        assertThat(ConfigReader.read(DedupConfig.defaults(), ConfigReader.toJson(config), Map.of(), "dedup"))
                .isEqualTo(config);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "keep | [best] | must be one of [quality, length, source, newest, oldest], got best",
                "keep | [length, length] | must name each criterion once, and not both newest and oldest, got [length, length]",
                "keep | [newest, oldest] | got [newest, oldest]",
                "keep | [source] | need each other, got keep=[source] and sources=[]",
                "sources | [wiki*] | need each other, got keep=[quality, length] and sources=[wiki*]",
                "sources | [wiki*, wiki*] | sources must name each glob once, got [wiki*, wiki*]",
                "urls | first | must be one of [newest, best, all], got first",
                "minhash.shingleCharacters | 24 | one of shingleWords and shingleCharacters must be at least 1 and the other 0, got 5 and 24",
                "minhash.rows | 0 | bands and rows must be at least 1, got 14 and 0",
                "minSimilarity | 0 | minSimilarity must be above 0"
            })
    void valuesOutOfRangeAreExplained(String key, String value, String message) {
        assertThatThrownBy(() -> with(Map.of(key, value)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(message);
    }
}
