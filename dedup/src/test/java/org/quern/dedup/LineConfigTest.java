package org.quern.dedup;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LineConfigTest {
    @Test
    void saysWhatIsWrong() {
        assertThatThrownBy(() -> new LineConfig(true, 1, 0.1, 5, 0))
                .hasMessage("minDocuments must be at least 2, got 1; a passage of one document is no boilerplate");
        assertThatThrownBy(() -> new LineConfig(true, 2, Double.NaN, 5, 0))
                .hasMessageContaining("from 0 to 1, got NaN");
        assertThatThrownBy(() -> new LineConfig(true, 2, 1.1, 5, 0)).hasMessageContaining("from 0 to 1, got 1.1");
        assertThatThrownBy(() -> new LineConfig(true, 2, 1, 0, 0)).hasMessageContaining("at least 1, got 0");
        assertThatThrownBy(() -> new LineConfig(true, 2, 1, 1, -1)).hasMessageContaining("at least 0, got -1");
    }
}
