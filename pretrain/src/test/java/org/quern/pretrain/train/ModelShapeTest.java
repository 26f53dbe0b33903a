package org.quern.pretrain.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.quern.pretrain.model.Model;
import org.quern.pretrain.model.ModelConfig;
import org.quern.pretrain.model.ParameterLayout;
import org.quern.pretrain.model.TrainingFlops;

final class ModelShapeTest {
    @Test
    void oneDialGoesFromAMillionToSevenBillion() {
        long before = 0;
        for (int depth = 1; depth <= 36; depth++) {
            long size = new ParameterLayout(Model.parameters(config(depth))).size();
            assertThat(size).isGreaterThan(before);
            before = size;
        }
        assertThat(new ParameterLayout(Model.parameters(config(1))).size()).isEqualTo(824_448);
        assertThat(before).isEqualTo(6_382_153_728L);
        assertThatThrownBy(() -> shape(37)).hasMessage("model: depth must lie in 0..36, got 37");
    }

    @Test
    void exitsLieBelowTheLastLayerWhereverItsNumberComesFrom() {
        assertThat(new ModelShape(8, 1, 1, 1, 0, 8, true, 1e-5, 1, List.of(2, 4), 5).exitLayers())
                .containsExactly(2, 4);
        assertThatThrownBy(() -> new ModelShape(8, 6, 1, 1, 0, 8, true, 1e-5, 1, List.of(2, 4), 4))
                .hasMessage(
                        "model: exitLayers must lie below the last of 4 layers, got [2, 4]; set others, or [] for none");
        assertThatThrownBy(() -> new ModelShape(8, 4, 1, 1, 0, 8, true, 1e-5, 1, List.of(2, 4), 0))
                .hasMessageContaining("the last of 4 layers");
    }

    @Test
    void theDeepestIsMiMo() {
        assertThat(shape(36).config(151_680, 32_768, 640_000))
                .isEqualTo(new ModelConfig(
                        151_680, 4096, 11_008, 36, 32, 8, 128, 32_768, 1e-5, 640_000, true, true, 1, List.of()));
    }

    @Test
    void flopsAreTwiceTheWeightsForwardAndThatTwiceBack() {
        ModelConfig config = new ModelConfig(100, 16, 24, 2, 4, 2, 4, 32, 1e-5, 1e4, true, false, 1, List.of());
        double layer = 2 * (16 * 32 + 16 * 16 + 3 * 16 * 24) + 4 * 16 * 8.5;
        double head = 2 * 16 * 100;
        double expected = 3 * (3 * layer + 2.25 * head + 2 * 32 * 16);
        assertThat(TrainingFlops.perToken(config, 8.5, 2.25)).isCloseTo(expected, within(1e-6));
    }

    private static ModelConfig config(int depth) {
        return shape(depth).config(512, 512, 10_000);
    }

    private static ModelShape shape(int depth) {
        return new ModelShape(8, 1, 1, 1, 0, 8, true, 1e-5, 1, List.of(), depth);
    }
}
