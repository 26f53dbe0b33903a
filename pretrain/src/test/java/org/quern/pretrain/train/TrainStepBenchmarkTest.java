package org.quern.pretrain.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class TrainStepBenchmarkTest {
    @Test
    void aSmallShapeGivesFigures() throws Exception {
        TrainStepBenchmark.Options options = new TrainStepBenchmark.Options(
                32, 2, 4, 2, 48, 64, 16, 2, false, TrainingConfig.FP32, 1, 3, 3, PretrainConfig.LAYERS);
        TrainStepBenchmark.Figures figures = TrainStepBenchmark.run(options, List.of());
        assertThat(figures.tokensPerSecond()).isPositive();
        assertThat(figures.parameters()).isEqualTo(2 * 64 * 32 + 32 + 2 * (2 * 32 + 64 * 33 + 32 * 32 + 3 * 32 * 48));
        assertThat(figures.loss()).isBetween(3.0, 5.5);
    }
}
