package org.quern.inference.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class MetricsTest {
    @Test
    void standardErrorIsTheSampleDeviationOverRootN() {
        // lm-evaluation-harness: mean_stderr([1] * 3 + [0] * 5) == 0.18298126367784995
        Proportion proportion = new Proportion(3, 8);
        assertThat(proportion.mean()).isEqualTo(0.375);
        assertThat(proportion.standardError()).isCloseTo(0.18298126367784995, within(1e-15));
        assertThat(new Proportion(1, 1).standardError()).isZero();
        assertThat(new Proportion(0, 0).mean()).isZero();
        assertThatThrownBy(() -> new Proportion(2, 1)).hasMessageContaining("got 2");
    }

    @Test
    void unigramLossIsTheEntropyOfTheText() {
        UnigramBaseline baseline = new UnigramBaseline();
        List.of(7, 7, 3, 9).forEach(baseline::add);
        assertThat(baseline.totalLoss()).isCloseTo(4 * 1.5 * Math.log(2), within(1e-12));
        assertThat(new UnigramBaseline().totalLoss()).isZero();
    }

    @Test
    void windowsPredictEveryTokenButTheFirstOnce() {
        assertThat(TokenWindows.of(new int[] {1, 2, 3, 4, 5, 6}, 3))
                .containsExactly(new int[] {1, 2, 3}, new int[] {3, 4, 5}, new int[] {5, 6});
        assertThat(TokenWindows.of(new int[] {1, 2, 3}, 8)).containsExactly(new int[] {1, 2, 3});
        assertThat(TokenWindows.of(new int[] {1}, 8)).isEmpty();
        assertThat(TokenWindows.of(new int[0], 8)).isEmpty();
    }
}
