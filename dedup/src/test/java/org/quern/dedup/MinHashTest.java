package org.quern.dedup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MinHashTest {
    private static final Lsh FINEWEB = new Lsh(14, 8);

    @Test
    void agreementEstimatesTheJaccardSimilarity() {
        Random random = new Random(5);
        MinHash minHash = new MinHash(4096, 1);
        for (double similarity : new double[] {0.1, 0.5, 0.75, 0.95}) {
            long[][] pair = pair(random, 2000, similarity);
            double truth = ShingleSet.of(pair[0], pair[0].length).jaccard(ShingleSet.of(pair[1], pair[1].length));
            assertThat(truth).isCloseTo(similarity, within(0.001));
            assertThat(agreement(minHash, pair)).isCloseTo(similarity, within(0.03));
        }
    }

    @Test
    void candidatesFollowFineWebsCurve() {
        assertThat(FINEWEB.candidateProbability(0.70)).isCloseTo(0.565, within(0.001));
        assertThat(FINEWEB.candidateProbability(0.85)).isCloseTo(0.988, within(0.001));
        Random random = new Random(7);
        MinHash minHash = new MinHash(FINEWEB.numHashes(), 1);
        for (double similarity : new double[] {0.6, 0.7, 0.8}) {
            int found = 0;
            for (int trial = 0; trial < 2000; trial++) {
                found += meet(minHash, pair(random, 100, similarity)) ? 1 : 0;
            }
            assertThat(found / 2000.0).isCloseTo(FINEWEB.candidateProbability(similarity), within(0.04));
        }
    }

    @Test
    void signaturesSurviveTheirBytesAndEstimateTheSimilarity() {
        Sketcher sketcher = new Sketcher(new MinHashConfig(5, 0, 128, 8, 1, true));
        String text = IntStream.range(0, 500).mapToObj(i -> "w" + i + "x").collect(Collectors.joining(" "));
        String copy = IntStream.range(0, 500)
                .mapToObj(i -> (i % 60 == 7 ? "other" : "w" + i + "x"))
                .collect(Collectors.joining(" "));
        double truth = sketcher.shingleSet(text).jaccard(sketcher.shingleSet(copy));
        Signature read = Signature.from(sketcher.signature(copy).bytes());
        assertThat(sketcher.signature(text).similarity(read)).isCloseTo(truth, within(0.05));
        assertThat(read.similarity(sketcher.signature(copy))).isEqualTo(1);
        assertThat(sketcher.signature("too short").similarity(sketcher.signature("too short")))
                .isZero();
    }

    @Test
    void refusesAnEmptyBand() {
        assertThatThrownBy(() -> new Lsh(14, 0)).hasMessageContaining("14 x 0");
    }

    private static boolean meet(MinHash minHash, long[][] pair) {
        long[] a = keys(minHash, pair[0]);
        long[] b = keys(minHash, pair[1]);
        for (int band = 0; band < a.length; band++) {
            if (a[band] == b[band]) {
                return true;
            }
        }
        return false;
    }

    private static long[] keys(MinHash minHash, long[] shingles) {
        long[] signature = new long[minHash.numHashes()];
        minHash.sign(shingles, shingles.length, signature);
        return FINEWEB.keys(signature);
    }

    private static double agreement(MinHash minHash, long[][] pair) {
        long[] a = new long[minHash.numHashes()];
        long[] b = new long[minHash.numHashes()];
        minHash.sign(pair[0], pair[0].length, a);
        minHash.sign(pair[1], pair[1].length, b);
        int equal = 0;
        for (int j = 0; j < a.length; j++) {
            equal += a[j] == b[j] ? 1 : 0;
        }
        return (double) equal / a.length;
    }

    /** Two sets of random shingles, {@code similarity} of their union in common. */
    private static long[][] pair(Random random, int union, double similarity) {
        int common = (int) Math.round(union * similarity);
        int own = (union - common) / 2;
        long[] a = random.longs(common + own).toArray();
        long[] b = random.longs(common + own).toArray();
        System.arraycopy(a, 0, b, 0, common);
        return new long[][] {a, b};
    }
}
