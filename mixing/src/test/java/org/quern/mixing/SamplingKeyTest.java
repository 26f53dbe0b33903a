package org.quern.mixing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SamplingKeyTest {
    private static final long MIDDLE = 1L << (SamplingKey.BITS - 1);

    @Test
    void qualityMovesADocumentForward() {
        assertThat(firstHalf(0.0)).isBetween(250, 450);
        assertThat(firstHalf(0.5)).isBetween(2500, 4500);
        assertThat(firstHalf(1.0)).isBetween(4500, 5200);
    }

    @Test
    void keysStayInTheirBits() {
        for (double quality : new double[] {0, 0.5, 1, -1, 2}) {
            assertThat(IntStream.range(0, 10_000).mapToLong(i -> SamplingKey.of("d" + i, quality, 3)))
                    .allMatch(key -> key >= 0 && key >>> SamplingKey.BITS == 0);
        }
    }

    @Test
    void theHeldOutShareIsMet() {
        assertThat(IntStream.range(0, 10_000).filter(i -> SamplingKey.isHeldOut("d" + i, 1, 100)))
                .hasSizeBetween(900, 1100);
        assertThat(SamplingKey.isHeldOut("d", 1, 0)).isFalse();
    }

    private static int firstHalf(double quality) {
        return (int) IntStream.range(0, 10_000)
                .filter(i -> SamplingKey.of("d" + i, quality, 1) < MIDDLE)
                .count();
    }
}
