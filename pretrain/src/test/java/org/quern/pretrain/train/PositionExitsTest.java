package org.quern.pretrain.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PositionExitsTest {
    private static final PositionExits EXITS = new PositionExits(0.6, List.of(3, 6), 18, 7);

    @Test
    void aShareOfPositionsLeavesAtEitherExitAlike() {
        long[] layers = EXITS.draw(1, 2, 20_000);
        assertThat(share(layers, 3)).isCloseTo(0.3, within(0.01));
        assertThat(share(layers, 6)).isCloseTo(0.3, within(0.01));
        assertThat(share(layers, 18)).isCloseTo(0.4, within(0.01));
    }

    @Test
    void theDrawIsAFunctionOfSeedStepAndMicrobatch() {
        assertThat(EXITS.draw(1, 2, 50))
                .isEqualTo(EXITS.draw(1, 2, 50))
                .isNotEqualTo(EXITS.draw(2, 2, 50))
                .isNotEqualTo(EXITS.draw(1, 1, 50))
                .isNotEqualTo(new PositionExits(0.6, List.of(3, 6), 18, 8).draw(1, 2, 50));
    }

    private static double share(long[] layers, long layer) {
        return Arrays.stream(layers).filter(each -> each == layer).count() / (double) layers.length;
    }
}
