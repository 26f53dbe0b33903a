package org.quern.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class TokenDistributionTest {
    private static final float[] LOGITS = {
        9, 9, 9, 9, /* row 1: */ (float) Math.log(1), (float) Math.log(4), 0, (float) Math.log(2)
    };

    @Test
    void temperatureSharpensAndFlattens() {
        assertThat(probabilities(new Sampling(1, 0, 1, 0)))
                .containsExactly(new double[] {.125, .5, .125, .25}, within(1e-6));
        assertThat(probabilities(new Sampling(.5, 0, 1, 0)))
                .containsExactly(new double[] {1 / 22.0, 16 / 22.0, 1 / 22.0, 4 / 22.0}, within(1e-6));
        assertThat(probabilities(Sampling.greedy())).containsExactly(new double[] {0, 1, 0, 0}, within(1e-12));
    }

    @Test
    void topKKeepsTheMostProbableAndOfEqualsTheFirst() {
        assertThat(probabilities(new Sampling(1, 2, 1, 0)))
                .containsExactly(new double[] {0, 2 / 3.0, 0, 1 / 3.0}, within(1e-6));
        assertThat(probabilities(new Sampling(1, 3, 1, 0)))
                .containsExactly(new double[] {1 / 7.0, 4 / 7.0, 0, 2 / 7.0}, within(1e-6));
        assertThat(probabilities(new Sampling(1, 9, 1, 0)))
                .containsExactly(new double[] {.125, .5, .125, .25}, within(1e-6));
    }

    @Test
    void topPKeepsTheFewestThatReachIt() {
        assertThat(probabilities(new Sampling(1, 0, .5, 0))).containsExactly(new double[] {0, 1, 0, 0}, within(1e-12));
        assertThat(probabilities(new Sampling(1, 0, .51, 0)))
                .containsExactly(new double[] {0, 2 / 3.0, 0, 1 / 3.0}, within(1e-6));
        assertThat(probabilities(new Sampling(1, 1, .99, 0))).containsExactly(new double[] {0, 1, 0, 0}, within(1e-12));
    }

    @Test
    void drawsAreDistributedAsTheProbabilities() {
        TokenDistribution p = TokenDistribution.of(.1, 0, .6, .3);
        RandomGenerator random = new SplittableRandom(1);
        long[] counts = new long[4];
        for (int i = 0; i < 100_000; i++) {
            counts[p.draw(random)]++;
        }
        assertThat(chiSquare(counts, p)).isLessThan(13.8); // 2 degrees of freedom, 0.1%
    }

    @Test
    void speculationIsDistributedAsPlainSamplingWhateverTheDraft() {
        TokenDistribution p = TokenDistribution.of(.1, 0, .55, .3, .05);
        for (TokenDistribution q : new TokenDistribution[] {
            TokenDistribution.of(.2, .2, .2, .2, .2),
            TokenDistribution.of(.05, .9, 0, .05, 0),
            TokenDistribution.of(0, 0, 1, 0, 0),
            p
        }) {
            RandomGenerator random = new SplittableRandom(2);
            long[] counts = new long[5];
            for (int i = 0; i < 200_000; i++) {
                counts[p.verify(q, q.draw(random), random)]++;
            }
            assertThat(counts[1]).isZero();
            assertThat(chiSquare(counts, p)).isLessThan(16.3); // 3 degrees of freedom, 0.1%
        }
    }

    @Test
    void rightDraftsAreAlwaysKept() {
        TokenDistribution p = TokenDistribution.of(.25, .75);
        RandomGenerator random = new SplittableRandom(3);
        for (int i = 0; i < 1_000; i++) {
            int draft = p.draw(random);
            assertThat(p.verify(p, draft, random)).isEqualTo(draft);
        }
    }

    @Test
    void rangesAreChecked() {
        assertThatThrownBy(() -> new Sampling(-1, 0, 1, 0)).hasMessage("temperature must be 0 or more, got -1.0");
        assertThatThrownBy(() -> new Sampling(Double.NaN, 0, 1, 0)).hasMessageContaining("got NaN");
        assertThatThrownBy(() -> new Sampling(1, -1, 1, 0)).hasMessageContaining("top-k");
        assertThatThrownBy(() -> new Sampling(1, 0, 0, 0)).hasMessageContaining("top-p must be above 0");
        assertThatThrownBy(() -> ExitTest.topProbability(Double.NaN)).hasMessageContaining("exit threshold");
    }

    /** {@code sum (n - np)^2 / np} over the tokens that can occur. */
    static double chiSquare(long[] counts, TokenDistribution p) {
        long total = java.util.Arrays.stream(counts).sum();
        double sum = 0;
        for (int i = 0; i < counts.length; i++) {
            if (p.of(i) > 0) {
                sum += Math.pow(counts[i] - total * p.of(i), 2) / (total * p.of(i));
            }
        }
        return sum;
    }

    private static double[] probabilities(Sampling sampling) {
        TokenDistribution distribution = TokenDistribution.of(LOGITS, 1, 4, sampling);
        return new double[] {distribution.of(0), distribution.of(1), distribution.of(2), distribution.of(3)};
    }
}
