package org.quern.pretrain.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class MatmulPeakTest {
    @Test
    void aPeakIsAPlausibleNumber() {
        long values = Scope.liveValues();
        assertThat(MatmulPeak.flopsPerSecond(false)).isBetween(1e8, 1e15);
        assertThat(MatmulPeak.flopsPerSecond(true)).isBetween(1e8, 1e15);
        assertThat(Scope.liveValues()).isEqualTo(values);
    }
}
