package org.quern.pretrain.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class LayerDropoutTest {
    @Test
    void deeperLayersAreLeftOutMoreOften() {
        LayerDropout dropout = new LayerDropout(0.4, 5, 7);
        for (int layer = 0; layer < 5; layer++) {
            int at = layer;
            long left = IntStream.range(0, 20_000)
                    .filter(i -> dropout.drops(i / 4, i % 4, at))
                    .count();
            assertThat(dropout.probability(layer)).isCloseTo(0.4 * (Math.pow(2, layer / 4.0) - 1), within(1e-12));
            assertThat(left / 20_000.0).isCloseTo(dropout.probability(layer), within(0.01));
        }
    }

    @Test
    void choicesAreAFunctionOfSeedStepAndMicrobatch() {
        assertThat(choices(new LayerDropout(0.5, 8, 3))).isEqualTo(choices(new LayerDropout(0.5, 8, 3)));
        assertThat(choices(new LayerDropout(0.5, 8, 3))).isNotEqualTo(choices(new LayerDropout(0.5, 8, 4)));
        assertThat(choices(new LayerDropout(0, 8, 3))).doesNotContain("1");
    }

    private static String choices(LayerDropout dropout) {
        StringBuilder choices = new StringBuilder();
        for (int step = 0; step < 20; step++) {
            for (int layer = 0; layer < 8; layer++) {
                choices.append(dropout.drops(step, step % 3, layer) ? 1 : 0);
            }
        }
        return choices.toString();
    }
}
