package org.quern.pretrain.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class OutlierGuardTest {
    @Test
    void whatIsNotFiniteIsSkippedFromTheStart() {
        OutlierGuard guard = new OutlierGuard(6, 128);
        assertThat(guard.reasonToSkip(Double.NaN, 1)).hasValue("loss NaN or gradient norm 1.0 is not finite");
        assertThat(guard.reasonToSkip(1, Double.POSITIVE_INFINITY)).isPresent();
        assertThat(guard.state()).isEmpty();
    }

    @Test
    void aStepAboveSixSigmaIsSkippedOnceHalfAWindowIsThere() {
        OutlierGuard guard = new OutlierGuard(6, 8);
        double[] losses = {2, 3, 2};
        for (double loss : losses) {
            assertThat(guard.reasonToSkip(loss, 1)).isEmpty();
        }
        assertThat(guard.reasonToSkip(3, 3)).isEmpty();
        // Losses 2 3 2 3: mean 2.5, sigma sqrt(1/3). Norms 1 1 1 3: mean 1.5, sigma 1.
        double bound = 2.5 + 6 * Math.sqrt(1 / 3.0);
        assertThat(guard.reasonToSkip(bound + 1e-9, 1))
                .hasValue("loss 5.964 is above 5.964, the mean + 6.0 sigma of the last 4 steps");
        assertThat(guard.reasonToSkip(2, 7.6))
                .hasValue("gradient norm 7.600 is above 7.500, the mean + 6.0 sigma of the last 4 steps");
        assertThat(guard.reasonToSkip(bound - 1e-9, 7.4)).isEmpty();
    }

    @Test
    void skippedStepsAndOldOnesDoNotCount() {
        OutlierGuard guard = new OutlierGuard(2, 4);
        for (double loss : new double[] {100, 1, 2, 1, 2}) {
            guard.reasonToSkip(loss, 1);
        }
        assertThat(guard.state()).isEqualTo("1.0:1.0,2.0:1.0,1.0:1.0,2.0:1.0");
        assertThat(guard.reasonToSkip(50, 1)).isPresent();
        assertThat(guard.reasonToSkip(50, 1)).isPresent();
        assertThat(guard.state()).isEqualTo("1.0:1.0,2.0:1.0,1.0:1.0,2.0:1.0");
    }

    @Test
    void withoutSigmasOnlyWhatIsNotFiniteIsSkipped() {
        OutlierGuard guard = new OutlierGuard(0, 4);
        for (int i = 0; i < 10; i++) {
            assertThat(guard.reasonToSkip(i * 1e6, i)).isEmpty();
        }
        assertThat(guard.reasonToSkip(Double.NaN, 1)).isPresent();
    }

    @Test
    void aRestoredGuardDecidesAsTheOneThatWasSaved() {
        OutlierGuard straight = new OutlierGuard(1, 16);
        OutlierGuard resumed = new OutlierGuard(1, 16);
        Random random = new Random(5);
        for (int i = 0; i < 200; i++) {
            double loss = random.nextGaussian();
            double norm = random.nextFloat();
            OutlierGuard next = new OutlierGuard(1, 16);
            next.restore(resumed.state());
            resumed = next;
            assertThat(resumed.reasonToSkip(loss, norm)).isEqualTo(straight.reasonToSkip(loss, norm));
        }
        assertThat(resumed.state()).isEqualTo(straight.state()).isNotEmpty();
        straight.clear();
        assertThat(straight.state()).isEmpty();
    }

    @Test
    void damagedStatesAreRefused() {
        OutlierGuard guard = new OutlierGuard(6, 128);
        assertThatThrownBy(() -> guard.restore("1.0")).isInstanceOf(NumberFormatException.class);
        assertThatThrownBy(() -> guard.restore("1.0:x")).isInstanceOf(NumberFormatException.class);
    }
}
