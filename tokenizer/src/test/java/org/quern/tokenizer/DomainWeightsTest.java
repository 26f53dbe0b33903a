package org.quern.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class DomainWeightsTest {

    @Test
    void leastWholeNumbersInProportion() {
        assertThat(DomainWeights.of(Map.of())).isEqualTo(new DomainWeights(1, Map.of()));
        assertThat(DomainWeights.of(Map.of("a", 3.0, "b", 0.0)))
                .isEqualTo(new DomainWeights(1, Map.of("a", 3L, "b", 0L)));
        assertThat(DomainWeights.of(Map.of("a", 1.5, "b", 0.25)))
                .isEqualTo(new DomainWeights(4, Map.of("a", 6L, "b", 1L)));
        DomainWeights fine = DomainWeights.of(Map.of("a", 0.001));
        assertThat(fine.of("a")).isEqualTo(1);
        assertThat(fine.of("another")).isEqualTo(1000);
    }
}
