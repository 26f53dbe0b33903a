package org.quern.dedup;

import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How far a clustering agrees with the truth, by pairs of documents.
 *
 * @param precision share of the pairs in one cluster that truly belong together
 * @param recall share of the pairs that belong together which are in one cluster
 * @param ari the adjusted Rand index (Hubert and Arabie 1985): 1 for the truth, about 0 for chance
 */
record ClusterScores(double precision, double recall, double ari) {
    /**
     * Compares two clusterings, each of which has at least one pair in one cluster.
     *
     * @param truth the cluster of each document
     * @param found the same, by names of its own
     */
    static ClusterScores of(List<?> truth, List<?> found) {
        double together = pairs(truth);
        double joined = pairs(found);
        double right = pairs(IntStream.range(0, truth.size())
                .mapToObj(i -> List.of(truth.get(i), found.get(i)))
                .toList());
        double chance = together * joined / choose2(truth.size());
        double ari = (right - chance) / ((together + joined) / 2 - chance);
        return new ClusterScores(right / joined, right / together, ari);
    }

    /** The harmonic mean of precision and recall. */
    double f1() {
        return 2 * precision * recall / (precision + recall);
    }

    private static double pairs(Collection<?> clusters) {
        return clusters.stream()
                .collect(Collectors.groupingBy(Function.<Object>identity(), Collectors.counting()))
                .values()
                .stream()
                .mapToDouble(ClusterScores::choose2)
                .sum();
    }

    private static double choose2(double n) {
        return n * (n - 1) / 2;
    }
}
