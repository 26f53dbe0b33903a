package org.quern.ingest.language.fasttext;

import java.util.Arrays;

/** The tree of hierarchical softmax: leaves are labels, in the order of falling counts; then inner nodes, the root last. */
final class HuffmanTree {
    private static final long NO_COUNT = 1_000_000_000_000_000L;

    private final int leaves;
    private final int[] left;
    private final int[] right;

    private HuffmanTree(int leaves, int[] left, int[] right) {
        this.leaves = leaves;
        this.left = left;
        this.right = right;
    }

    static HuffmanTree of(long[] counts) {
        int leaves = counts.length;
        int nodes = 2 * leaves - 1;
        long[] weights = Arrays.copyOf(counts, nodes);
        Arrays.fill(weights, leaves, nodes, NO_COUNT);
        int[] left = new int[nodes];
        int[] right = new int[nodes];
        int leaf = leaves - 1;
        int inner = leaves;
        for (int node = leaves; node < nodes; node++) {
            left[node] = leaf >= 0 && weights[leaf] < weights[inner] ? leaf-- : inner++;
            right[node] = leaf >= 0 && weights[leaf] < weights[inner] ? leaf-- : inner++;
            weights[node] = weights[left[node]] + weights[right[node]];
        }
        return new HuffmanTree(leaves, left, right);
    }

    int nodes() {
        return left.length;
    }

    int leaves() {
        return leaves;
    }

    int left(int node) {
        return left[node];
    }

    int right(int node) {
        return right[node];
    }
}
