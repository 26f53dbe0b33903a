package org.quern.dedup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class ClusterScoresTest {
    @Test
    void theTruthUnderOtherNamesIsPerfect() {
        ClusterScores scores = ClusterScores.of(List.of(1, 1, 2, 3, 3), List.of("b", "b", "a", "c", "c"));
        assertThat(scores).isEqualTo(new ClusterScores(1, 1, 1));
        assertThat(scores.f1()).isEqualTo(1);
    }

    /** The example of scikit-learn's documentation of adjusted_rand_score. */
    @Test
    void agreesWithScikitLearn() {
        assertThat(ClusterScores.of(List.of(0, 0, 1, 1), List.of(0, 0, 1, 2)).ari())
                .isCloseTo(0.5714, within(1e-4));
    }

    @Test
    void pairsGiveThePrecisionAndTheRecall() {
        ClusterScores scores = ClusterScores.of(List.of(1, 1, 1, 2, 3), List.of(1, 1, 4, 2, 2));
        assertThat(scores.precision()).isEqualTo(1 / 2.0);
        assertThat(scores.recall()).isEqualTo(1 / 3.0);
        assertThat(scores.f1()).isCloseTo(0.4, within(1e-12));
    }
}
